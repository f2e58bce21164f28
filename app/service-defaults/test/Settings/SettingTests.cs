using System.Net;
using BigBen.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace BigBen.ServiceDefaults.Tests.Settings;

public class SettingTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("65535", 65535)]
    [InlineData("", 8011)]
    [InlineData(null, 8011)]
    public void A_port_is_a_number_or_the_default(string? value, int port) =>
        Setting.Port(With(value), "NAME", 8011).ShouldBe(port);

    [Theory]
    [InlineData("abc")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("80 ")]
    [InlineData("8e3")]
    [InlineData("tcp://10.0.0.1:80")]
    public void A_bad_port_is_refused_by_the_variables_name(string value) =>
        Refusal(configuration => Setting.Port(configuration, "NAME", 8011), value)
            .ShouldBe($"NAME is '{value}': give a port number from 0 to 65535.");

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2.5", 2.5)]
    [InlineData("3600", 3600)]
    [InlineData(null, 5)]
    public void Seconds_may_have_decimals(string? value, double seconds) =>
        Setting.Seconds(With(value), "NAME", TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("-1")]
    [InlineData("3601")]
    [InlineData("NaN")]
    [InlineData("5s")]
    [InlineData("1,5")]
    public void Bad_seconds_are_refused(string value) =>
        Refusal(configuration => Setting.Seconds(configuration, "NAME", default), value)
            .ShouldBe($"NAME is '{value}': give a number of seconds from 0 to 3600.");

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    public void An_address_is_an_IP_address(string value, string address) =>
        Setting.Address(With(value), "NAME").ShouldBe(IPAddress.Parse(address));

    [Fact]
    public void No_address_means_all() => Setting.Address(With(null), "NAME").ShouldBeNull();

    [Theory]
    [InlineData("1")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:80")]
    [InlineData("300.0.0.1")]
    public void A_bad_address_is_refused(string value) =>
        Refusal(configuration => Setting.Address(configuration, "NAME"), value).ShouldStartWith($"NAME is '{value}': give an IP address");

    [Theory]
    [InlineData("http://service-a:8011")]
    [InlineData("https://service-a/")]
    [InlineData("http://[::1]:8011")]
    public void A_base_address_has_scheme_host_and_port(string value) =>
        Setting.BaseUrl(With(value), "NAME").ShouldBe(new Uri(value));

    [Theory]
    [InlineData("service-a:8011")]
    [InlineData("ftp://service-a")]
    [InlineData("http://user@service-a")]
    [InlineData("http://service-a/path")]
    [InlineData("http://service-a/?q")]
    [InlineData("http://service-a/#f")]
    [InlineData("http://service-a:0")]
    [InlineData("http://")]
    [InlineData("/ping")]
    public void A_bad_base_address_is_refused(string value) =>
        Refusal(configuration => Setting.BaseUrl(configuration, "NAME"), value)
            .ShouldStartWith($"NAME is '{value}': give an address such as");

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("\u001b[31m")]
    public void A_text_with_control_characters_is_refused_and_not_repeated(string value) =>
        Refusal(configuration => Setting.Text(configuration, "NAME"), value)
            .ShouldBe("NAME cannot be used: give at most 128 printable characters.");

    [Fact]
    public void A_text_has_at_most_128_characters()
    {
        Setting.Text(With(new string('x', 128)), "NAME").ShouldBe(new string('x', 128));
        Refusal(configuration => Setting.Text(configuration, "NAME"), new string('x', 129)).ShouldStartWith("NAME cannot be used");
    }

    internal static IConfiguration With(string? value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["NAME"] = value }).Build();

    private static string Refusal(Action<IConfiguration> read, string value) =>
        Should.Throw<SettingException>(() => read(With(value))).Message;
}
