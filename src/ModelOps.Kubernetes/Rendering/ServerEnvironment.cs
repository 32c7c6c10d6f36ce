using System.Globalization;
using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

/// <summary>What the server reads from its environment: what ModelOps sets, what comes from the ConfigMap, what comes from Secrets.</summary>
internal static class ServerEnvironment
{
    /// <summary>Variables that the rest of the pod depends on; a deployment cannot set them.</summary>
    internal static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "ASPNETCORE_HTTP_PORTS", "DOTNET_EnableDiagnostics", "DOTNET_GCHeapHardLimitPercent", "DOTNET_SHUTDOWNTIMEOUTSECONDS",
    };

    /// <summary><c>ModelOps:Serving:WarmUpRuns</c> becomes <c>ModelOps__Serving__WarmUpRuns</c>, which .NET reads as the same key on every system.</summary>
    internal static string NameOf(string configurationKey) => configurationKey.Replace(":", "__", StringComparison.Ordinal);

    internal static IList<V1EnvVar> Variables(ModelDeployment deployment)
    {
        List<V1EnvVar> variables =
        [
            new() { Name = "ASPNETCORE_HTTP_PORTS", Value = Ports(deployment) },
            new() { Name = "DOTNET_EnableDiagnostics", Value = "0" },
            new() { Name = "DOTNET_GCHeapHardLimitPercent", Value = $"0x{deployment.Resources.ManagedHeapPercent:X}" }, // read as hexadecimal
            new() { Name = "DOTNET_SHUTDOWNTIMEOUTSECONDS", Value = Text(Seconds.Of(deployment.Shutdown.LongestRequest)) },
        ];
        variables.AddRange(deployment.Secrets.Select(static secret => new V1EnvVar
        {
            Name = NameOf(secret.Key),
            ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = secret.Value.Secret, Key = secret.Value.Key } },
        }));
        variables.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return variables;
    }

    /// <summary>Entries of the ConfigMap: the model to host, where the registry is, then the deployment's own configuration, which wins.</summary>
    internal static SortedDictionary<string, string> Configuration(ModelDeployment deployment)
    {
        Dictionary<string, string> entries = new(StringComparer.OrdinalIgnoreCase); // as .NET reads them
        if (deployment.Model.Version is null) { entries["ModelOps__Serving__Models__0__Name"] = deployment.Model.Name; }
        if (deployment.Model.Alias is { } alias) { entries["ModelOps__Serving__Models__0__Aliases__0"] = alias; }
        if (deployment.Registry is { } registry)
        {
            entries["ModelOps__Registry__Path"] = registry.Path;
            entries["ModelOps__Registry__ReadOnly"] = "true";
        }

        foreach ((string key, string value) in deployment.Configuration) { entries[NameOf(key)] = value; }
        return new SortedDictionary<string, string>(entries, StringComparer.Ordinal);
    }

    private static string Ports(ModelDeployment deployment) =>
        deployment.MetricsPort is { } metrics ? $"{Text(deployment.Port)};{Text(metrics)}" : Text(deployment.Port);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
