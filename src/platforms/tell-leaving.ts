import { DecoratorHandler, type Dispatcher } from 'undici';

/** Says when a request begins to be written: before that, whoever is to get it can not know of it. */
export function tellLeaving(dispatcher: Dispatcher, leaving: () => void): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    const told: Dispatcher.DispatchHandler = new DecoratorHandler(handler);
    const begin = told.onRequestStart?.bind(told);
    told.onRequestStart = (controller, context) => {
      leaving();
      begin?.(controller, context);
    };
    return dispatch(options, told);
  });
}
