/* global process, connect, sleep, print */
/* Run by mongosh: makes the replica set and the user of the services, whatever is there already. */
const { MONGODB_ROOT_PASSWORD, MONGODB_PASSWORD } = process.env;
const services = ['ingestion', 'identity', 'segmentation', 'analytics', 'decisioning'];
const admin = connect(`mongodb://root:${MONGODB_ROOT_PASSWORD}@mongodb:27017/admin?directConnection=true`);

try {
  admin.adminCommand({ replSetGetStatus: 1 });
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  admin.adminCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] } });
}
while (!admin.hello().isWritablePrimary) sleep(200);

const roles = services.map((service) => ({ role: 'readWrite', db: `tributary_${service}` }));
if (admin.getUser('tributary') === null) admin.createUser({ user: 'tributary', pwd: MONGODB_PASSWORD, roles });
else admin.updateUser('tributary', { pwd: MONGODB_PASSWORD, roles });
print('MongoDB is ready.');
