namespace BigBen.Manifests.Helm;

/// <summary>Renders charts with the real Helm. Needs no cluster and touches nothing of the user's Helm set-up.</summary>
/// <param name="helm">The Helm to call, from <see cref="HelmInstaller"/>.</param>
public sealed class HelmCli(HelmProgram helm)
{
    /// <summary>
    /// How long a chart may take to render; 60 s. Charts need tenths of a second, and one that loops must not hold up every later delivery.
    /// </summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Helm's version.</summary>
    public Version Version => helm.Version;

    /// <summary>The rendered manifests: one YAML stream, documents divided by <c>---</c>; empty when the chart renders nothing.</summary>
    /// <exception cref="PlatformException">
    /// The chart or a value file is missing, a value breaks the chart's schema, or the chart does not render, or not in time.
    /// </exception>
    public async Task<string> TemplateAsync(HelmTemplate template, CancellationToken cancellationToken = default)
    {
        RequireFiles(template);
        var result = await RunAsync(template, cancellationToken);
        if (result.Succeeded)
            return result.Output;
        var files = template.ValueFiles.Count == 0 ? "" : $" with {string.Join(", ", template.ValueFiles.Select(file => $"'{file}'"))}";
        var message =
            $"The chart '{template.Chart}' does not render for the release '{template.ReleaseName}' in '{template.Namespace}'{files}: "
            + $"{HelmError.Meaning(result, name => LineOf(template, name))}. Fix the chart or the values and try again.";
        throw new PlatformException(
            template.Names.Aggregate(message, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal)));
    }

    // The file that sets a value last, and the line; null where none does, or none can be read.
    private static string? LineOf(HelmTemplate template, string name)
    {
        try
        {
            return template.ValueFiles.Reverse().Select(file => (file, Line: ValuesFile.Read(file, File.ReadAllText(file)).LineOf(name)))
                .Where(found => found.Line is not null).Select(found => $"{found.file}, line {found.Line}").FirstOrDefault();
        }
        catch (PlatformException)
        {
            // It is not YAML, of which Helm has just told.
            return null;
        }
    }

    private async Task<CommandResult> RunAsync(HelmTemplate template, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Timeout);
        try
        {
            return await new Command(helm.Path, Arguments(template)) { Environment = helm.Environment }.RunAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException(
                $"The chart '{template.Chart}' does not render for the release '{template.ReleaseName}' within "
                + FormattableString.Invariant($"{Timeout.TotalSeconds:0.#} s and was stopped: ")
                + "look for a template that loops without end, fix it and try again.");
        }
    }

    private static void RequireFiles(HelmTemplate template)
    {
        if (!File.Exists(Path.Combine(template.Chart, "Chart.yaml")))
            throw new PlatformException($"'{template.Chart}' is not a Helm chart: it has no Chart.yaml. Name a chart's folder.");
        foreach (var file in template.ValueFiles)
        {
            if (!File.Exists(file))
                throw new PlatformException(
                    $"The value file '{file}' for the release '{template.ReleaseName}' does not exist. Add it or take it off the list.");
        }

        foreach (var parameter in template.Parameters)
        {
            if (parameter.Name.Length == 0 || parameter.Name.AsSpan().ContainsAny("=,\n"))
                throw new PlatformException($"'{parameter.Name}' cannot name a Helm parameter of the release '{template.ReleaseName}'. "
                    + "Write the value's path, as in image.tag.");
        }
    }

    /// <summary>The options by which Helm is given a template's values, whatever it does with them.</summary>
    internal static IEnumerable<string> ValueArguments(HelmTemplate template) =>
    [
        .. template.ValueFiles.SelectMany(file => new[] { "--values", file }),
        .. template.Parameters.SelectMany(parameter => new[]
            { parameter.ForceString ? "--set-string" : "--set", $"{parameter.Name}={Escape(parameter.Value)}" }),
    ];

    private static List<string> Arguments(HelmTemplate template)
    {
        var arguments = new List<string>
        {
            "template", template.ReleaseName, template.Chart,
            "--namespace", template.Namespace,
            "--kube-version", template.KubeVersion,
        };
        arguments.AddRange(ValueArguments(template));
        foreach (var version in template.ApiVersions)
            arguments.AddRange(["--api-versions", version]);
        if (template.IncludeCrds)
            arguments.Add("--include-crds");
        if (template.SkipTests)
            arguments.Add("--skip-tests");
        return arguments;
    }

    /// <summary>In Helm's --set form a comma ends a value, a backslash escapes and an opening brace begins a list.</summary>
    private static string Escape(string value)
    {
        var escaped = value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal);
        return escaped.StartsWith('{') ? $@"\{escaped}" : escaped;
    }
}
