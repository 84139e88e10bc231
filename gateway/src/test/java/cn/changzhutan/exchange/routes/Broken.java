package cn.changzhutan.exchange.routes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A real client of the broker in which one method can be made to fail. */
final class Broken {
    /** Called before each call of the method; what it throws is thrown by the method instead of doing its work. */
    interface Fault {
        void before(Object[] arguments) throws Throwable;
    }

    private Broken() {}

    @SuppressWarnings("unchecked")
    static <T> T client(Class<? super T> type, T real, String method, Fault fault) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
            if (called.getName().equals(method)) {
                fault.before(arguments);
            }
            try {
                return called.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
