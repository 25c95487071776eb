export { segmentationService } from './segmentation.service-definition.ts';
