using System.Text.Json;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;

namespace BigBen.Tests.ApiServer.Answers;

public class FailuresTests
{
    private const string Precondition =
        "the UID in the precondition (x) does not match the UID in record (3c2731aa-2230-4599-82a7-f03fbb251cb7). "
        + "The object might have been deleted and then recreated";

    private static readonly ApiResource ConfigMaps = ResourceCatalog.Find("", "v1", "configmaps")!;
    private static readonly ApiResource Pods = ResourceCatalog.Find("", "v1", "pods")!;
    private static readonly ApiResource Namespaces = ResourceCatalog.Find("", "v1", "namespaces")!;

    private static readonly Dictionary<string, Func<StatusException>> Answers = new()
    {
        ["missing object"] = () => Failures.NotFound(ConfigMaps, "nope"),
        ["missing kind"] = Failures.NoSuchResource,
        ["method"] = Failures.MethodNotAllowed,
        ["create again"] = () => Failures.AlreadyExists(ConfigMaps, "note"),
        ["other namespace"] = () =>
            Failures.BadRequest("the namespace of the provided object does not match the namespace sent on the request"),
        ["namespace missing"] = () => Failures.NamespaceNotFound("nope"),
        ["no name"] = () => Failures.Invalid(
            ConfigMaps, "", [FieldError.Required("metadata.name", "name or generateName is required")]),
        ["content type"] = () => Failures.UnsupportedMediaType(
            "application/json", "application/yaml", "application/vnd.kubernetes.protobuf"),
        ["accept"] = () => Failures.NotAcceptable(
            "application/json",
            "application/yaml",
            "application/vnd.kubernetes.protobuf",
            "application/json;stream=watch",
            "application/vnd.kubernetes.protobuf;stream=watch"),
        ["fieldValidation"] = () => Failures.InvalidOptions(
            "CreateOptions", FieldError.NotSupported("fieldValidation", "Maybe", ["", "Ignore", "Strict", "Warn"])),
        ["dryRun"] = () => Failures.InvalidOptions("CreateOptions", FieldError.NotSupported("dryRun", new[] { "Some" }, ["All"])),
        ["update with an old version"] = () => Failures.Modified(ConfigMaps, "note"),
        ["patch type"] = Failures.UnsupportedPatch,
        ["JSON patch, failed test"] = Failures.Unprocessable,
        ["scale, negative"] = () => Failures.Invalid(
            "autoscaling", "Scale", "service-a", [FieldError.Invalid("spec.replicas", -1, "must be greater than or equal to 0")]),
        ["watch from too old"] = () => Failures.Expired(1, 1011),
        ["list at a version to come"] = () => Failures.TooLargeVersion(99999999, 2184),
        ["delete with a wrong uid"] = () => Failures.Precondition(ConfigMaps, "note", Precondition),
        ["delete, propagation"] = () => Failures.InvalidOptions(
            "DeleteOptions", FieldError.NotSupported("propagationPolicy", "Sideways", ["Foreground", "Background", "Orphan", "nil"])),
        ["namespace default"] = () => Failures.Forbidden(Namespaces, "kube-system", "this namespace may not be deleted"),
        ["no credentials"] = () => Failures.Forbidden(
            Pods, "", "User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the namespace \"developer\""),
        ["a bad token"] = Failures.Unauthorized,
    };

    public static TheoryData<string> Known => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Known))]
    public void A_failure_is_told_as_a_cluster_tells_it(string what) =>
        Answers[what]().Status.ToJson().ShouldBeAs(Captured(what));

    [Fact]
    public void Several_errors_are_told_in_one_sentence_and_one_by_one()
    {
        var golden = Captured("selector is immutable");
        var causes = golden.GetProperty("details").GetProperty("causes").EnumerateArray().Select(cause => new FieldError(
            cause.GetProperty("reason").GetString()!,
            cause.GetProperty("message").GetString()!,
            cause.GetProperty("field").GetString()!));
        Failures.Invalid(ResourceCatalog.Find("apps", "v1", "deployments")!, "service-a", [.. causes]).Status.ToJson().ShouldBeAs(golden);
    }

    [Fact]
    public void A_deletion_that_went_well_is_told_as_a_cluster_tells_it() =>
        Status.Success(new StatusDetails { Name = "note", Kind = "configmaps", Uid = "3c2731aa-2230-4599-82a7-f03fbb251cb7" })
            .ShouldBeAs(Captured("delete"));

    private static JsonElement Captured(string what) =>
        Golden.Lines("errors/answers.jsonl").Single(line => line.GetProperty("what").GetString() == what).GetProperty("answer");
}
