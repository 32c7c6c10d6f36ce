namespace ModelOps.Kubernetes.Security;

/// <summary>Turns what offends a rule into a violation.</summary>
internal static class Offenders
{
    internal static PodSecurityViolation? Among(this IEnumerable<PodContainer> containers, Func<PodContainer, bool> offends, string rule, string mend, string who = "container")
    {
        string[] names = [.. containers.Where(offends).Select(static c => Quote(c.Name))];
        return names.Length == 0 ? null : new PodSecurityViolation(rule, $"{Named(who, names)} {mend}");
    }

    internal static PodSecurityViolation? Joined(string rule, params IEnumerable<string?> mends)
    {
        string[] found = [.. mends.OfType<string>()];
        return found.Length == 0 ? null : new PodSecurityViolation(rule, string.Join("; ", found));
    }

    internal static string? Mend(this IEnumerable<PodContainer> containers, Func<PodContainer, bool> offends, string mend, string who = "container") =>
        containers.Among(offends, rule: "", mend, who)?.Mend;

    internal static string Quote(string name) => $"\"{name}\"";

    private static string Named(string who, string[] names) => $"{who}{(names.Length > 1 ? "s" : "")} {string.Join(", ", names)}";
}
