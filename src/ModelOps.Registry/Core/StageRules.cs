namespace ModelOps.Registry.Core;

/// <summary>The declared stages, and from which a version may go to which.</summary>
internal sealed class StageRules
{
    /// <summary>Among the stages that one may go to: every other.</summary>
    public const string Any = "*";

    private readonly Dictionary<string, IReadOnlyList<string>> _next;

    private StageRules(Dictionary<string, IReadOnlyList<string>> next, string initial)
    {
        _next = next;
        Initial = initial;
    }

    /// <summary>The stages of MLflow, any of which may follow any.</summary>
    public static StageRules Default { get; } = From(new Dictionary<string, IList<string>>
    {
        ["None"] = [Any],
        ["Staging"] = [Any],
        ["Production"] = [Any],
        ["Archived"] = [Any],
    });

    /// <summary>Stage of a version that was just registered.</summary>
    public string Initial { get; }

    /// <summary>The rules of options that were validated; the default of none.</summary>
    public static StageRules From(IDictionary<string, IList<string>> stages)
    {
        if (stages.Count == 0) { return Default; }
        Dictionary<string, IReadOnlyList<string>> next = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string stage, IList<string> follow) in stages)
        {
            next[stage] = [.. follow.Contains(Any) ? stages.Keys.Where(s => s != stage) : stages.Keys.Where(s => follow.Contains(s, StringComparer.OrdinalIgnoreCase))];
        }

        return new StageRules(next, stages.Keys.FirstOrDefault(static s => s.Equals("None", StringComparison.OrdinalIgnoreCase)) ?? stages.Keys.First());
    }

    /// <summary>The declared spelling of a stage.</summary>
    /// <exception cref="ArgumentException">No such stage is declared.</exception>
    public string Find(string stage) =>
        _next.Keys.FirstOrDefault(s => s.Equals(stage, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Stage '{stage}' is not declared. Use one of {string.Join(", ", _next.Keys)}, or declare it in {RegistryOptions.SectionName}:{nameof(RegistryOptions.Stages)}.", nameof(stage));

    /// <summary>A stage that is no longer declared may be left for any.</summary>
    /// <exception cref="StageTransitionException">The step is not allowed.</exception>
    public void EnsureAllowed(string version, string from, string to)
    {
        if (from.Equals(to, StringComparison.OrdinalIgnoreCase) || !_next.TryGetValue(from, out IReadOnlyList<string>? allowed)) { return; }
        if (!allowed.Contains(to, StringComparer.OrdinalIgnoreCase)) { throw new StageTransitionException(version, from, to, allowed); }
    }
}
