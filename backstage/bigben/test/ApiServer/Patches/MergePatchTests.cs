using BigBen.ApiServer.Answers;

namespace BigBen.Tests.ApiServer.Patches;

public class MergePatchTests
{
    // The examples of RFC 7396, appendix A, that are objects.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_patch_is_merged(string value, string patch, string expected) =>
        PatchCase.Apply("application/merge-patch+json", value, patch).ShouldBeJson(expected);

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"a":1,"a":2}""")]
    public void What_is_no_object_is_refused(string patch)
    {
        var refused = Should.Throw<StatusException>(() => PatchCase.Apply("application/merge-patch+json", "{}", patch));
        refused.Reason.ShouldBe(StatusReason.BadRequest);
        refused.Message.ShouldStartWith("error decoding patch: ");
    }
}
