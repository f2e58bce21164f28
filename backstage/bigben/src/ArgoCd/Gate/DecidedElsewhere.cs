using BigBen.ArgoCd.Applications;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>Values that people's files must leave alone: the Application sets them, and would win without a word.</summary>
internal static class DecidedElsewhere
{
    private const string Folder = RootApplication.Path;

    /// <summary>Checks an Application's values files.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="values">The files.</param>
    /// <exception cref="PlatformException">One sets what the Application decides; names the line, and where it is decided.</exception>
    public static void Refuse(Application application, IReadOnlyList<ValuesFile> values)
    {
        foreach (var file in values)
        {
            foreach (var parameter in application.Source.Parameters.Select(parameter => parameter.Name))
            {
                if (file.LineOf(parameter) is { } line && PlaceOf(parameter, application) is { } place)
                    throw new PlatformException($"{file.Path}, line {line}: {parameter} has no effect here. {place}. Take it out.");
            }
        }
    }

    private static string? PlaceOf(string parameter, Application application) => parameter switch
    {
        "image.repository" => "It is the platform's registry and the service's name",
        "ingress.host" =>
            $"It is made of the environment's hostPrefix in {Folder}/values.yaml, the service's name and the platform's domain",
        _ when parameter.StartsWith("image.", StringComparison.Ordinal) =>
            $"What runs is recorded by the pipeline in {Folder}/{application.Project}.yaml",
        _ => null,
    };
}
