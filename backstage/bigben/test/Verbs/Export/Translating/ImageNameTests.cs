using BigBen.Verbs.Export.Translating;

namespace BigBen.Tests.Verbs.Export.Translating;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("host:5000/a/b:v1@sha256:1", "host:5000/a/b@sha256:1")]
    [InlineData("host:5000/a@sha256:1", "host:5000/a@sha256:1")]
    [InlineData("host:5000/a:v1", "host:5000/a:v1")]
    [InlineData("postgres:18", "postgres:18")]
    public void An_image_is_named_by_its_digest_alone_where_it_has_one(string image, string wanted) =>
        ImageName.ByDigest(image).ShouldBe(wanted);
}
