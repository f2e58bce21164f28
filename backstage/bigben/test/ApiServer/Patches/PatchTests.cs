using BigBen.ApiServer.Answers;

namespace BigBen.Tests.ApiServer.Patches;

public class PatchTests
{
    [Theory]
    [InlineData("application/json", "/v1/configmaps")]
    [InlineData("application/apply-patch+yaml", "/v1/configmaps")]
    [InlineData("application/strategic-merge-patch+json", "argoproj.io/v1alpha1/applications")]
    public void A_type_of_patch_that_the_resource_does_not_take_is_refused(string type, string resource)
    {
        var refused = Should.Throw<StatusException>(() => PatchCase.Apply(type, "{}", "{}", resource));
        refused.Code.ShouldBe(415);
        refused.Reason.ShouldBe(StatusReason.UnsupportedMediaType);
    }

    [Fact]
    public void A_custom_resource_takes_a_merge_patch() =>
        PatchCase.Apply("application/merge-patch+json", "{}", """{"a":1}""", "argoproj.io/v1alpha1/applications")
            .ShouldBeJson("""{"a":1}""");
}
