using Microsoft.Extensions.Configuration;

namespace BigBen.ServiceDefaults.Tests;

public class ServiceHostTests
{
    [Fact]
    public void No_file_of_settings_is_watched()
    {
        var builder = ServiceHost.CreateBuilder([], "specimen", defaultPort: 8099, typeof(ServiceHostTests).Assembly);

        var files = ((IConfigurationBuilder)builder.Configuration).Sources.OfType<FileConfigurationSource>().ToList();

        files.ShouldNotBeEmpty("appsettings.json is read");
        files.ShouldAllBe(file => !file.ReloadOnChange);
    }
}
