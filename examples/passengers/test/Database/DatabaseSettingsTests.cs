using BigBen.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace BigBen.Examples.Passengers.Tests.Database;

public class DatabaseSettingsTests
{
    [Theory]
    [InlineData(null, "127.0.0.1", 20, true, GssEncryptionMode.Disable)]
    [InlineData(
        "Host=db;Maximum Pool Size=7;No Reset On Close=false;GSS Encryption Mode=Prefer", "db", 7, false, GssEncryptionMode.Prefer)]
    public async Task It_is_the_database_that_the_setting_names(
        string? setting, string host, int poolSize, bool leavesSessions, GssEncryptionMode kerberos)
    {
        await using var database = Open(setting);

        var read = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        read.Host.ShouldBe(host);
        read.MaxPoolSize.ShouldBe(poolSize);
        read.NoResetOnClose.ShouldBe(leavesSessions);
        read.GssEncryptionMode.ShouldBe(kerberos);
    }

    [Fact]
    public void What_cannot_be_used_is_refused_in_a_sentence_without_its_password()
    {
        var message = Should.Throw<SettingException>(() => Open("Host=db;Password=secret;Prot=5432")).Message;

        message.ShouldStartWith("ConnectionStrings__Database cannot be used: ");
        message.ShouldContain("prot", Case.Insensitive);
        message.ShouldNotContain("secret");
    }

    private static NpgsqlDataSource Open(string? setting) => DatabaseSettings.Open(
        new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Database", setting)]).Build());
}
