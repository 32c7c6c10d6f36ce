using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Gates;

/// <summary>Reads policies from YAML.</summary>
public static class PromotionPolicies
{
    /// <summary>Longest document, in characters.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Reads a document: <c>policies</c>, a list of <c>aliases</c>, <c>models</c> and <c>gates</c>. A gate is one of <c>metric</c> (name, min, max),
    /// <c>champion</c> (test, require, level, margin, minRows, resamples, seed), <c>schema</c>, <c>drift</c> (maxAge, max), <c>budget</c> (maxBytes,
    /// maxLatency, latencyMetric), <c>approvals</c> (count, from), <c>card</c> (fields) and <c>signed</c>. Unknown keys are errors.</summary>
    /// <param name="yaml">The document.</param>
    /// <returns>The policies, in order.</returns>
    /// <exception cref="PromotionPolicyException">It is no YAML, or says something unknown or out of range; the message names line and mend.</exception>
    public static IReadOnlyList<PromotionPolicy> Parse(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        if (yaml.Length > MaxLength) { throw new PromotionPolicyException($"The document has {yaml.Length} characters; at most {MaxLength} are allowed.", 1); }
        YamlStream stream = [];
        try
        {
            using StringReader reader = new(yaml);
            stream.Load(reader);
        }
        catch (Exception error) when (error is YamlException or InvalidOperationException or ArgumentException) // some texts trip the parser itself
        {
            throw new PromotionPolicyException("this is no YAML. Check indents and quotes.", (error as YamlException)?.Start.Line ?? 1, error);
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }]) { throw new PromotionPolicyException("begin with 'policies:' and a list.", 1); }
        PolicyNode node = new(root, "the document");
        node.Allow("policies");
        return [.. node.List("policies").Select(ReadPolicy)];
    }

    private static PromotionPolicy ReadPolicy(YamlNode yaml)
    {
        PolicyNode node = PolicyNode.Of(yaml, "a policy");
        node.Allow("aliases", "models", "gates");
        IPromotionGate[] gates = [.. node.List("gates").Select(PolicyGates.Read)];
        if (gates.GroupBy(static g => g.Name, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
        {
            throw new PromotionPolicyException($"gate '{twice.Key}' stands there twice.", yaml.Start.Line);
        }

        return new PromotionPolicy { Aliases = node.Texts("aliases"), Models = node.Texts("models"), Gates = gates };
    }
}
