using BigBen.ServiceB.ServiceA;
using BigBen.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace BigBen.ServiceB.Tests.ServiceA;

public class ServiceAAddressTests
{
    [Theory]
    [InlineData(null, null, null, "http://127.0.0.1:8011")]
    [InlineData("http://service-a:8011", null, null, "http://service-a:8011")]
    [InlineData("https://service-a", "ignored", "1", "https://service-a")]
    [InlineData(null, "service-a", null, "http://service-a:8011")]
    [InlineData(null, "service-a", "80", "http://service-a:80")]
    [InlineData(null, "http://0.0.0.0", "8012", "http://0.0.0.0:8012")]
    [InlineData(null, null, "tcp://10.96.0.7:8011", "http://127.0.0.1:8011")]
    [InlineData("http://service-a:8011", null, "tcp://10.96.0.7:8011", "http://service-a:8011")]
    [InlineData(null, "service-a", "tcp://10.96.0.7:8013", "http://service-a:8013")]
    public void A_URL_or_the_older_pair(string? url, string? host, string? port, string address) =>
        Read(url, host, port).ShouldBe(new Uri(address));

    [Theory]
    [InlineData("service-a", null, null, "SERVICE_A_URL is 'service-a'")]
    [InlineData(null, "http://service-a:80", null, "SERVICE_A_HOST is 'http://service-a:80'")]
    [InlineData(null, "service-a/path", null, "SERVICE_A_HOST is 'service-a/path'")]
    [InlineData(null, "ftp://service-a", null, "SERVICE_A_HOST is 'ftp://service-a'")]
    [InlineData(null, "service-a", "many", "SERVICE_A_PORT is 'many'")]
    public void A_bad_value_is_refused_by_its_name(string? url, string? host, string? port, string sentence) =>
        Should.Throw<SettingException>(() => Read(url, host, port)).Message.ShouldStartWith(sentence);

    private static Uri Read(string? url, string? host, string? port) => ServiceAAddress.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SERVICE_A_URL"] = url,
            ["SERVICE_A_HOST"] = host,
            ["SERVICE_A_PORT"] = port,
        }).Build());
}
