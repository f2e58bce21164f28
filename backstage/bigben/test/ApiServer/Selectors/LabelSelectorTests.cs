using System.Text.Json;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Selectors;

namespace BigBen.Tests.ApiServer.Selectors;

public class LabelSelectorTests
{
    private static readonly JsonElement Object = JsonDocument.Parse(
        """{"metadata":{"labels":{"app":"web","tier":"front","example.com/size":"12","empty":"","in":"out"}}}""").RootElement;

    [Theory]
    [InlineData("")]
    [InlineData(" app = web ")]
    [InlineData("app==web,tier!=back")]
    [InlineData("app")]
    [InlineData("!canary")]
    [InlineData("canary!=1")]
    [InlineData("tier in (front, back)")]
    [InlineData("tier notin (back)")]
    [InlineData("canary notin (back)")]
    [InlineData("empty in (,x)")]
    [InlineData("empty=")]
    [InlineData("empty in ()")]
    [InlineData("in in (out,in)")]
    [InlineData("example.com/size>11,example.com/size<13")]
    public void An_object_is_meant(string selector) => LabelSelector.Parse(selector).Matches(Object).ShouldBeTrue();

    [Theory]
    [InlineData("app=db")]
    [InlineData("canary")]
    [InlineData("!app")]
    [InlineData("tier in (back)")]
    [InlineData("tier notin (front,back)")]
    [InlineData("canary in (x)")]
    [InlineData("app=web,tier=back")]
    [InlineData("example.com/size>12")]
    [InlineData("app>1")]
    public void An_object_is_not_meant(string selector) => LabelSelector.Parse(selector).Matches(Object).ShouldBeFalse();

    [Theory]
    [InlineData("(", "found '(', expected: !, identifier, or 'end of string'")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [InlineData("a,", "found '', expected: identifier after ','")]
    [InlineData("a in b", "unable to parse requirement: found 'b' expected: '('")]
    [InlineData("a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'")]
    [InlineData("a in (b", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("a==(", "unable to parse requirement: found '(', expected: identifier")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("!a=b", "found '=', expected: ',' or 'end of string'")]
    [InlineData(
        "a>b", "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer")]
    public void What_cannot_be_read_is_refused_in_the_words_of_Kubernetes(string selector, string message)
    {
        var refused = Should.Throw<StatusException>(() => LabelSelector.Parse(selector));
        refused.Message.ShouldBe(message);
        refused.Reason.ShouldBe(StatusReason.BadRequest);
    }

    [Theory]
    [InlineData("-a", "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, ")]
    [InlineData("/a", "unable to parse requirement: <nil>: Invalid value: \"/a\": prefix part must be non-empty")]
    [InlineData("A_B/a", "unable to parse requirement: <nil>: Invalid value: \"A_B/a\": prefix part a lowercase RFC 1123 subdomain must ")]
    [InlineData("a=b/c", "unable to parse requirement: values[0][a]: Invalid value: \"b/c\": a valid label must be an empty string or ")]
    public void What_cannot_be_a_label_is_refused(string selector, string message) =>
        Should.Throw<StatusException>(() => LabelSelector.Parse(selector)).Message.ShouldStartWith(message);

    [Fact]
    public void A_value_has_at_most_63_characters() =>
        Should.Throw<StatusException>(() => LabelSelector.Parse($"a={new string('x', 64)}")).Message
            .ShouldEndWith("must be no more than 63 bytes");
}
