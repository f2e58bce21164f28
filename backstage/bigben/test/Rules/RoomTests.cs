using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using BigBen.Foundation;

namespace BigBen.Tests.Rules;

/// <summary>Which room may know which, bodies of members included: arrows go one way.</summary>
public class RoomTests
{
    private static readonly Architecture Program = new ArchLoader().LoadAssembly(typeof(PlatformException).Assembly).Build();

    // Beside itself and Foundation, which all may know.
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Foundation"] = [],
        ["Manifests"] = [],
        ["Secrets"] = [],
        ["Git"] = [],
        ["Images"] = [],
        ["Kubernetes"] = [],
        ["ApiServer"] = ["Manifests"],
        ["Controllers"] = ["ApiServer", "Manifests"],
        ["Kubelet"] = ["ApiServer", "Manifests"],
        ["Ingress"] = ["ApiServer"],
        ["ArgoCd"] = ["ApiServer", "Git", "Manifests", "Secrets"],
        ["Pipeline"] = ["Git", "Images", "Kubernetes", "Manifests"],
        ["Console"] = ["Kubernetes", "Pipeline"],
    };

    // These put the others together.
    private static readonly string[] Roofs = ["Platforms", "Verbs"];

    [Fact]
    public void Rooms_know_only_those_below()
    {
        var known = Program.Types
            .SelectMany(type => type.Dependencies.Select(to => (Type: NameOf(type), Room: RoomOf(type), Known: RoomOf(to.Target))))
            .Where(found => found.Room.Length > 0 && found.Known.Length > 0 && found.Room != found.Known)
            .ToHashSet();

        known.Where(found => !IsAllowed(found.Room, found.Known))
            .Select(found => $"{found.Type} knows {found.Known}").Order()
            .ShouldBeEmpty();
        known.Count.ShouldBeGreaterThan(100, "the rule looks at something");
    }

    [Fact]
    public void Only_verbs_talk_to_the_terminal() =>
        Program.Types
            .Where(type => RoomOf(type) is not ("" or "Verbs"))
            .Where(type => type.Dependencies.Any(dependency => dependency.Target.FullName == "System.Console"))
            .Select(NameOf)
            .ShouldBeEmpty();

    private static bool IsAllowed(string room, string known) =>
        known == "Foundation" || (Roofs.Contains(room) ? room == "Verbs" || known != "Verbs" : MayKnow[room].Contains(known));

    // Without the types that the compiler makes for lambdas and iterators.
    private static string NameOf(IType type) => type.FullName["BigBen.".Length..].Split('+')[0];

    private static string RoomOf(IType type) => type.FullName.Split('.', '+') is ["BigBen", var room, _, ..] ? room : "";
}
