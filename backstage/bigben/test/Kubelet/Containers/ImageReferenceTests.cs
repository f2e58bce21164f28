using BigBen.Kubelet.Containers;

namespace BigBen.Tests.Kubelet.Containers;

public class ImageReferenceTests
{
    [Theory]
    [InlineData("registry:5000/name:tag@sha256:old", "registry:5000/name@sha256:new")]
    [InlineData("registry:5000/name:tag", "registry:5000/name@sha256:new")]
    [InlineData("registry:5000/name", "registry:5000/name@sha256:new")]
    [InlineData("name:tag", "name@sha256:new")]
    public void The_digest_replaces_the_tag(string reference, string expected) =>
        ImageReference.WithDigest(reference, "sha256:new").ShouldBe(expected);
}
