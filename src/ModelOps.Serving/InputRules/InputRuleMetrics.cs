using System.Diagnostics.Metrics;

namespace ModelOps.Serving.InputRules;

internal sealed class InputRuleMetrics
{
    private const string InputTag = "modelops.input_rules.input";
    private const string RuleTag = "modelops.input_rules.rule";
    private const string ModeTag = "modelops.input_rules.mode";
    private static readonly string[] Modes = ["reject", "warn", "clamp"];
    private readonly Counter<long> _broken;

    public InputRuleMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _broken = meter.CreateCounter<long>("modelops.input_rules.violations", unit: "{violation}", description: "Values that break a rule of their model, up to the bound a request.");
    }

    public void Broken(string model, string? input, string rule, InputRuleMode mode) => _broken.Add(
        1,
        new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model),
        new KeyValuePair<string, object?>(InputTag, input),
        new KeyValuePair<string, object?>(RuleTag, rule),
        new KeyValuePair<string, object?>(ModeTag, Modes[(int)mode]));
}
