/* global process, require, connect, sleep, print */
/* Run by mongosh: makes the replica set, and for each service its user with rights on its own database, whatever is there already. */
const { readFileSync } = require('fs');
const { MONGODB_ROOT_PASSWORD } = process.env;
const users = JSON.parse(readFileSync('/mongodb-users.json', 'utf8'));
const admin = connect(`mongodb://root:${MONGODB_ROOT_PASSWORD}@mongodb:27017/admin?directConnection=true`);

try {
  admin.adminCommand({ replSetGetStatus: 1 });
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  admin.adminCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] } });
}
while (!admin.hello().isWritablePrimary) sleep(200);

for (const { name, roles } of users) {
  const pwd = process.env[`MONGODB_${name.toUpperCase()}_PASSWORD`];
  if (admin.getUser(name) === null) admin.createUser({ user: name, pwd, roles });
  else admin.updateUser(name, { pwd, roles });
}
print('MongoDB is ready.');
