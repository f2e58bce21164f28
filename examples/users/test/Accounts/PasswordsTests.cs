using BigBen.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace BigBen.Examples.Users.Tests.Accounts;

public class PasswordsTests
{
    private static readonly Passwords Own = new("pepper", 1000);

    [Fact]
    public void A_hash_knows_its_password_and_no_other()
    {
        var hash = Own.Hash("correct horse");

        Own.IsRight("correct horse", hash).ShouldBeTrue();
        Own.IsRight("Correct horse", hash).ShouldBeFalse();
        hash.ShouldStartWith("pbkdf2-sha256$1000$");
        hash.ShouldNotContain("horse");
    }

    [Fact]
    public void The_same_password_has_another_hash_each_time() => Own.Hash("correct horse").ShouldNotBe(Own.Hash("correct horse"));

    [Fact]
    public void Without_the_pepper_no_password_is_right() =>
        new Passwords("salt", 1000).IsRight("correct horse", Own.Hash("correct horse")).ShouldBeFalse();

    [Fact]
    public void Hashes_of_less_work_stay_right() =>
        new Passwords("pepper", 2000).IsRight("correct horse", Own.Hash("correct horse")).ShouldBeTrue();

    [Theory]
    [InlineData(null, null, "SECRET_KEY is not set")]
    [InlineData("k", "999", "PASSWORD_ITERATIONS is '999'")]
    public void A_setting_that_is_missing_or_weak_is_refused(string? key, string? work, string sentence) =>
        Should.Throw<SettingException>(() => Of(key, work)).Message.ShouldStartWith(sentence);

    [Fact]
    public void In_development_less_work_does() =>
        Of("k", "1", inDevelopment: true).Hash("p").ShouldStartWith("pbkdf2-sha256$1$");

    [Fact]
    public void The_usual_work_is_600_000_rounds() => Of("k", null).Hash("p").ShouldStartWith("pbkdf2-sha256$600000$");

    private static Passwords Of(string? key, string? work, bool inDevelopment = false) => Passwords.Of(
        new ConfigurationBuilder().AddInMemoryCollection([new("SECRET_KEY", key), new("PASSWORD_ITERATIONS", work)]).Build(),
        inDevelopment);
}
