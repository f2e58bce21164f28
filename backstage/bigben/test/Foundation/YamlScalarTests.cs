using BigBen.Foundation;

namespace BigBen.Tests.Foundation;

public class YamlScalarTests
{
    /// <summary>What Helm 4.2.3 made of each.</summary>
    [Theory]
    [InlineData("0400", "256")]
    [InlineData("0777", "511")]
    [InlineData("-010", "-8")]
    [InlineData("0o17", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("0b11", "3")]
    [InlineData("09", "9")]
    [InlineData("1_000", "1000")]
    [InlineData("+12", "12")]
    [InlineData("0.0", "0")]
    [InlineData("010.5", "10.5")]
    [InlineData(".5", "0.5")]
    [InlineData("12e03", "12000")]
    [InlineData("yes", "true")]
    [InlineData("on", "true")]
    [InlineData("y", "true")]
    [InlineData("Off", "false")]
    [InlineData("~", "null")]
    [InlineData("0o8", "\"0o8\"")]
    [InlineData("0xG", "\"0xG\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("yEs", "\"yEs\"")]
    public void A_scalar_without_quotes_is_what_it_is_to_Helm(string text, string json) =>
        (YamlScalar.Resolve(text)?.ToJsonString() ?? "null").ShouldBe(json);

    [Theory]
    [InlineData(".inf")]
    [InlineData("-.INF")]
    [InlineData(".nan")]
    public void What_JSON_cannot_hold_is_refused(string text) => Should.Throw<FormatException>(() => YamlScalar.Resolve(text));

    [Theory]
    [InlineData("yes", false)]
    [InlineData("12:30", false)]
    [InlineData("0400", false)]
    [InlineData("service-a", true)]
    public void What_would_not_be_read_as_a_string_is_put_into_quotes(string text, bool plain) =>
        YamlScalar.IsPlainString(text).ShouldBe(plain);
}
