using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Networking;

/// <summary>Ingresses and their classes.</summary>
internal static class IngressRules
{
    private const string OldClass = "kubernetes.io/ingress.class";

    private static readonly string[] NotInPaths = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] NotAtEnds = ["/..", "/."];

    private static readonly RuleTable Path = new()
    {
        { "", BePath },
    };

    private static readonly RuleTable Spec = new()
    {
        { "", LeadSomewhere },
        {
            "rules[].host",
            Must.NotBe(host => Addresses.IsAddress(host.Text), "must be a DNS name, not an IP address"),
            Must.Be(Names.HostErrors)
        },
        { "rules[].http.paths", Must.BeSetWhere(paths => paths.Parent.Exists) },
        { "rules[].http.paths[]", Path.Check },
        { "tls[].hosts[]", Must.Be(Names.HostErrors) },
        { "tls[].secretName", Must.Be(Names.SubdomainErrors) },
        { "defaultBackend", Must.PassIfSet(BeBackend) },
        { "ingressClassName", Must.Be(Names.SubdomainErrors) },
    };

    /// <summary>An Ingress.</summary>
    public static RuleTable Ingress { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec", Spec.Check },
        { "metadata.annotations", NotHaveBothClasses },
    };

    /// <summary>An IngressClass.</summary>
    public static RuleTable Class { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec.controller", Must.BeSet() },
    };

    private static void LeadSomewhere(Field spec)
    {
        if (spec["rules"].IsEmpty && !spec["defaultBackend"].Exists)
            spec.Invalid(new JsonArray(), "either `defaultBackend` or `rules` must be specified");
    }

    private static void BePath(Field rule)
    {
        var (type, path) = (rule["pathType"], rule["path"]);
        switch (type.Text)
        {
            case "":
                type.Required("pathType must be specified");
                return;
            case "Exact" or "Prefix":
                Must.BeAbsolute(path.OrElse(""));
                foreach (var sequence in NotInPaths.Where(path.Text.Contains))
                    path.Invalid($"must not contain '{sequence}'");
                foreach (var end in NotAtEnds.Where(path.Text.EndsWith))
                    path.Invalid($"cannot end with '{end}'");
                break;
            case "ImplementationSpecific":
                if (!path.IsEmpty)
                    Must.BeAbsolute(path);
                break;
            default:
                type.NotSupported(["Exact", "ImplementationSpecific", "Prefix"]);
                break;
        }

        BeBackend(rule["backend"]);
    }

    private static void BeBackend(Field backend)
    {
        var (resource, service) = (backend["resource"], backend["service"]);
        if (resource.Exists && service.Exists)
            backend.Invalid("", "cannot set both resource and service backends");
        else if (service.Exists)
            BeService(backend, service);
        else if (!resource.Exists)
            backend.Invalid("", "resource or service backend is required");
    }

    private static void BeService(Field backend, Field service)
    {
        var (name, number) = (service["port"]["name"], service["port"]["number"]);
        if (service["name"].IsEmpty)
            service["name"].Required();
        else
            service["name"].Invalid(Names.LabelErrors(service["name"].Text));
        var isNumbered = number.Number is not (null or 0);
        if (!name.IsEmpty && isNumbered)
            backend.Invalid("", "cannot set both port name & port number");
        else if (!name.IsEmpty)
            name.Invalid(Ports.NameErrors(name.Text));
        else if (isNumbered)
            Ports.BeNumber(number);
        else
            backend.Required("port name or number is required");
    }

    private static void NotHaveBothClasses(Field annotations)
    {
        if (!annotations[OldClass].IsEmpty && annotations.Parent.Parent["spec"]["ingressClassName"].Exists)
            annotations[OldClass].Invalid("can not be set when the class field is also set");
    }
}
