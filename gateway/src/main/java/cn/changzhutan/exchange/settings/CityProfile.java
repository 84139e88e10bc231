package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;

/**
 * A city as config/cities names it.
 *
 * @param division GB/T 2260, 6 digits
 * @param origin name of the city's exchange log in checkpoints: schemeless {@code host/log}
 */
public record CityProfile(City city, String nameEn, String nameZh, String division, String origin) {}
