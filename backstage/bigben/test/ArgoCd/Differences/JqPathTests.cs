using System.Text.Json.Nodes;
using BigBen.ArgoCd.Differences;
using BigBen.Foundation;

namespace BigBen.Tests.ArgoCd.Differences;

public sealed class JqPathTests
{
    private static readonly JsonNode Value = JsonNode.Parse(
        """
        {
          "metadata": { "annotations": { "a/b": "true" } },
          "spec": { "replicas": 2, "paused": false, "containers": [{ "name": "web", "image": "x" }, { "name": "proxy", "image": "y" }] }
        }
        """)!;

    [Theory]
    [InlineData(".spec.replicas", "2")]
    [InlineData(". | .spec.replicas", "2")]
    [InlineData(".spec.nothing", "")]
    [InlineData(".spec.replicas.more", "")]
    [InlineData(""".metadata.annotations["a/b"]""", "true")]
    [InlineData(".spec.containers[0].image", "x")]
    [InlineData(".spec.containers[-1].image", "y")]
    [InlineData(".spec.containers[7].image", "")]
    [InlineData(".spec.containers[].image", "x y")]
    [InlineData(".spec.containers[]?.image", "x y")]
    [InlineData(""".spec.containers[] | select(.name == "proxy") | .image""", "y")]
    [InlineData("""select(.metadata.annotations["a/b"] == "true") | .spec.replicas""", "2")]
    [InlineData("""select(.metadata.annotations["a/b"] == "false") | .spec.replicas""", "")]
    [InlineData("""select(.spec.replicas == 2) | .spec.replicas""", "2")]
    [InlineData("""select(.spec.paused) | .spec.replicas""", "")]
    [InlineData("""select(.spec.containers) | .spec.replicas""", "2")]
    public void Places_are_found(string path, string values) =>
        string.Join(' ', JqPath.Parse(path).In(Value).Select(place => place.Get(Value))).ShouldBe(values);

    [Theory]
    [InlineData("")]
    [InlineData("spec.replicas")]
    [InlineData(".spec.replicas | length")]
    [InlineData(".spec.containers[] | select(.name | startswith(\"p\")) | .image")]
    [InlineData(".. | .image?")]
    [InlineData(".spec.")]
    public void The_rest_of_jq_is_refused(string path) =>
        Should.Throw<PlatformException>(() => JqPath.Parse(path)).Message.ShouldContain("is not supported by the local platform");
}
