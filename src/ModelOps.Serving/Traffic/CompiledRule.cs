namespace ModelOps.Serving;

/// <summary>A rule in the form in which calls are held against it.</summary>
internal sealed class CompiledRule(string model, TrafficRule rule)
{
    public ModelReference Target { get; } = rule.Alias is { } alias ? ModelReference.ToAlias(model, alias) : ModelReference.ToVersion(model, rule.Version!);

    public string TargetName { get; } = (rule.Alias ?? rule.Version)!;

    public string Name => rule.Name;

    public bool Applies(InferenceContext context, TimeProvider timeProvider) =>
        (rule.Tenant is null || string.Equals(rule.Tenant, context.Tenant, StringComparison.Ordinal))
        && (rule.Header is null || HeaderApplies(context, rule.Header))
        && ((rule.NotBefore is null && rule.NotAfter is null) || IsNow(timeProvider.GetUtcNow()));

    private bool HeaderApplies(InferenceContext context, string name) =>
        context.TryGetHeader(name, out string? value)
        && (rule.HeaderValue is null || string.Equals(value, rule.HeaderValue, StringComparison.Ordinal))
        && (rule.HeaderPrefix is null || value.StartsWith(rule.HeaderPrefix, StringComparison.Ordinal));

    private bool IsNow(DateTimeOffset now) => (rule.NotBefore is not { } from || now >= from) && (rule.NotAfter is not { } until || now < until);
}
