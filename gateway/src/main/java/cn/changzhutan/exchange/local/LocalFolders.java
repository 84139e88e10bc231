package cn.changzhutan.exchange.local;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SystemName;
import cn.changzhutan.exchange.settings.User;
import java.nio.file.Path;

/** Where everything of a demo lies, below one folder. */
record LocalFolders(Path root) {
    Path database() {
        return root.resolve("postgresql");
    }

    Path broker() {
        return root.resolve("broker");
    }

    /** Logs and process ids of the gateways. */
    Path processes() {
        return root.resolve("processes");
    }

    /** The data folder of a city's gateway. */
    Path gateway(City city) {
        return root.resolve(city.name());
    }

    Path runtime(City city) {
        return gateway(city).resolve("gateway.yaml");
    }

    Path tokenHashes(City city) {
        return gateway(city).resolve("credentials.yaml");
    }

    Path token(SystemName system) {
        return root.resolve("tokens").resolve(system + ".token");
    }

    Path token(User user) {
        return root.resolve("tokens").resolve(user.name() + ".token");
    }

    /** The token by which one city calls another. */
    Path peerToken(City caller, City called) {
        return root.resolve("tokens").resolve(caller + "-at-" + called + ".token");
    }

    /** One file a city: its public keys. */
    Path policy() {
        return root.resolve("policy");
    }

    /** All tokens in clear, for who tries the demo. */
    Path credentials() {
        return root.resolve("credentials.txt");
    }

    /** What a city's simulated back offices have taken. */
    Path office(City city) {
        return root.resolve("back-offices").resolve(city.name());
    }

    Path dropIn(SystemName system) {
        return root.resolve("drop").resolve(system.value()).resolve("in");
    }

    Path dropOut(SystemName system) {
        return root.resolve("drop").resolve(system.value()).resolve("out");
    }
}
