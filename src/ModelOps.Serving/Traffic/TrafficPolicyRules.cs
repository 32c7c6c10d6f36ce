namespace ModelOps.Serving;

/// <summary>What a traffic policy must fulfil; one place for configuration and for <see cref="ITrafficRouter"/>.</summary>
internal static class TrafficPolicyRules
{
    private const int MaxRuleName = 64;

    public static IEnumerable<string> Check(TrafficPolicy policy, string key)
    {
        if (!ModelReference.IsName(policy.Model))
        {
            yield return $"{key}:Model is '{policy.Model}'. Give the name of a model: {ModelReference.NameRule}.";
        }

        for (int i = 0; i < policy.Rules.Count; i++)
        {
            foreach (string error in CheckRule(policy.Rules[i], $"{key}:Rules:{i}")) { yield return error; }
            if (policy.Rules.Take(i).Any(other => other.Name == policy.Rules[i].Name))
            {
                yield return $"{key}:Rules:{i}:Name is '{policy.Rules[i].Name}' again. Give each rule its own name.";
            }
        }

        foreach (string error in CheckVariants(policy.Variants, $"{key}:Variants")) { yield return error; }
        foreach (string error in ExperimentRules.Check(policy.Experiments, $"{key}:Experiments")) { yield return error; }
        if (policy.Shadow is null) { yield break; }
        foreach (string error in ShadowRules.Check(policy.Shadow, $"{key}:Shadow")) { yield return error; }
    }

    private static IEnumerable<string> CheckRule(TrafficRule rule, string key)
    {
        if (string.IsNullOrWhiteSpace(rule.Name) || rule.Name.Length > MaxRuleName) { yield return $"{key}:Name is '{rule.Name}'. Give 1 to {MaxRuleName} characters."; }
        if (rule is { Tenant: null, Header: null, NotBefore: null, NotAfter: null })
        {
            yield return $"{key} has no condition. Give Tenant, Header, NotBefore or NotAfter; calls without conditions belong to Variants.";
        }

        if (rule.Header is not null && string.IsNullOrWhiteSpace(rule.Header)) { yield return $"{key}:Header is '{rule.Header}'. Give the name of a header, or leave it out."; }
        if (rule.Header is null && (rule.HeaderValue ?? rule.HeaderPrefix) is not null) { yield return $"{key}:Header is missing. Name the header that HeaderValue or HeaderPrefix is about."; }
        if (rule is { HeaderValue: not null, HeaderPrefix: not null }) { yield return $"{key} has both HeaderValue and HeaderPrefix. Give one of them."; }
        if (rule.NotBefore >= rule.NotAfter) { yield return $"{key}:NotAfter is {rule.NotAfter:O}, not after NotBefore {rule.NotBefore:O}. Let the rule begin before it ends."; }
        if (rule.Alias is null == rule.Version is null) { yield return $"{key} names {(rule.Alias is null ? "neither Alias nor Version" : "both Alias and Version")}. Give one of them."; }
        if (rule.Alias is not null && !ModelReference.IsAlias(rule.Alias)) { yield return $"{key}:Alias is '{rule.Alias}'. Give letters, digits, '_' or '-', not 'v' with digits, such as 'candidate'."; }
        if (rule.Version is not null && !ModelReference.TryParse($"m:{rule.Version}", out _)) { yield return $"{key}:Version is '{rule.Version}'. Give a semantic version such as '1.2.0', or a running number above 0."; }
    }

    public static IEnumerable<string> CheckVariants(IReadOnlyList<TrafficVariant> variants, string key)
    {
        for (int i = 0; i < variants.Count; i++)
        {
            TrafficVariant variant = variants[i];
            if (!ModelReference.IsAlias(variant.Alias)) { yield return $"{key}:{i}:Alias is '{variant.Alias}'. Give letters, digits, '_' or '-', not 'v' with digits, such as 'candidate'."; }
            if (variant.Weight < 0) { yield return $"{key}:{i}:Weight is {variant.Weight}. Give 0 or more."; }
            if (variants.Take(i).Any(other => other.Alias == variant.Alias)) { yield return $"{key}:{i}:Alias is '{variant.Alias}' again. Name each alias once; join its weights."; }
        }

        if (variants.Count > 0 && variants.Sum(static v => (long)Math.Max(0, v.Weight)) is var total and (0 or > int.MaxValue))
        {
            yield return $"{key}: the weights add up to {total}. Give at least one above 0, and {int.MaxValue} in all at most.";
        }
    }
}
