namespace ModelOps.Serving.InputRules;

/// <summary>Rules for what callers send; section <c>ModelOps:Serving:InputRules</c> of the configuration. A change takes effect at once; a wrong one is
/// refused as a whole.</summary>
public sealed class InputRulesOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:InputRules";

    /// <summary>Rules by the name of the model or pipeline.</summary>
    public IDictionary<string, ModelInputRulesOptions> Models { get; } = new Dictionary<string, ModelInputRulesOptions>();

    /// <summary>Most breaks that one error lists. 1 to 1000; default 20.</summary>
    public int MaxViolations { get; set; } = 20;

    /// <summary>Whether errors tell the values that break rules. Default false: they may be personal data.</summary>
    public bool TellsValues { get; set; }
}
