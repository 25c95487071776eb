/** Tells that a form was sent and which one; never what was in it. */
import { nameIn } from '../../elements/describe-element.ts';
import { attribute } from '../../elements/element-like.ts';
import { type Capture } from '../capture.ts';
import { observedTarget } from '../event-target.ts';
import { safeAddress } from '../safe-address.ts';

export const captureForms: Capture = ({ listen, track }) => {
  listen(document, 'submit', (event) => {
    const form = observedTarget(event);
    if (form === undefined) return;
    // Attributes are asked for by name: a field called `id` or `action` hides the property of the form.
    const id = nameIn(form, 'id');
    track('Form Submitted', {
      form_name: nameIn(form, 'data-trb-name') ?? nameIn(form, 'name') ?? id,
      form_id: id,
      form_action: safeAddress(attribute(form, 'action'), false),
    });
  });
};
