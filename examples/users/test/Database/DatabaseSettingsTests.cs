using BigBen.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace BigBen.Examples.Users.Tests.Database;

public class DatabaseSettingsTests
{
    [Theory]
    [InlineData("", "Server=127.0.0.1;Port=3306;Database=users;User ID=users;Password=;Maximum Pool Size=20;Connection Reset=False")]
    [InlineData(
        "db_name=a db_user=b db_password=c;d MYSQL_SERVICE_HOST=10.0.0.1 MYSQL_SERVICE_PORT=3307",
        "Server=10.0.0.1;Port=3307;Database=a;User ID=b;Password=\"c;d\";Maximum Pool Size=20;Connection Reset=False")]
    [InlineData(
        "DB_ENGINE=postgres POSTGRES_SERVICE_HOST=db MYSQL_SERVICE_HOST=other",
        "Host=db;Port=5432;Database=users;Username=users;Password=;Maximum Pool Size=20;No Reset On Close=True;Max Auto Prepare=20;"
        + "GSS Encryption Mode=Disable")]
    public void They_are_the_original_s_variables(string settings, string connection) =>
        Read(settings).ConnectionString.ShouldBe(connection, StringCompareShould.IgnoreCase);

    [Theory]
    [InlineData("DB_ENGINE=oracle", "DB_ENGINE is 'oracle': give mysql or postgres.")]
    [InlineData("MYSQL_SERVICE_PORT=tcp://db:1", "MYSQL_SERVICE_PORT is 'tcp://db:1': give a port number from 0 to 65535.")]
    public void What_cannot_be_used_is_refused_in_a_sentence(string settings, string sentence) =>
        Should.Throw<SettingException>(() => Read(settings)).Message.ShouldBe(sentence);

    private static DatabaseSettings Read(string settings) => DatabaseSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1])))
        .Build());
}
