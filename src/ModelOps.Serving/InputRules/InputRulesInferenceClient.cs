using System.Globalization;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.InputRules;

/// <summary>Holds requests to the rules of their model. A request that keeps them costs no allocation and is not touched.</summary>
internal sealed class InputRulesInferenceClient(IInferenceClient inner, InputRuleSource source, InputRuleMetrics metrics, ILogger logger) : DelegatingInferenceClient(inner)
{
    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (source.Current is not { } plan || !plan.Models.TryGetValue(request.Model.Name, out ModelInputRules? rules) || rules.Pass(request.Inputs))
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }

        return HandleAsync(plan, rules, request, response, cancellationToken);
    }

    private ValueTask HandleAsync(
        InputRulePlan plan, ModelInputRules rules, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        InputRuleFindings findings = new(plan.MaxViolations, plan.TellsValues);
        rules.Explain(request.Inputs, findings);
        string model = request.Model.Name;
        foreach ((InputRule rule, InputRuleViolation violation) in findings.All) { metrics.Broken(model, violation.Input, rule.Name, rule.Mode); }
        InputRuleViolation[] refused = [.. findings.All.Where(static f => f.Rule.Mode == InputRuleMode.Reject).Select(static f => f.Violation)];
        if (refused.Length > 0) { return ValueTask.FromException(Refuse(model, refused)); }
        if (findings.All.FirstOrDefault(static f => f.Rule.Mode == InputRuleMode.Warn).Violation is { } first)
        {
            logger.InputRuleBroken(model, first.Rule, first.Input, first.Expected);
        }

        return rules.All.Any(rule => rule.Mode == InputRuleMode.Clamp && !rule.Passes(request.Inputs))
            ? ClampThenInferAsync(rules, request, response, cancellationToken)
            : Inner.InferAsync(request, response, cancellationToken);
    }

    // The caller's request stays as it is: what is clamped is copied, the rest is shared.
    private async ValueTask ClampThenInferAsync(ModelInputRules rules, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        using InferenceRequest clamped = new(request.Model) { Id = request.Id };
        clamped.Context.CopyFrom(request.Context);
        foreach (string output in request.RequestedOutputs) { clamped.RequestedOutputs.Add(output); }
        foreach ((string name, InferenceParameter value) in request.Parameters) { clamped.Parameters.Set(name, value); }
        for (int i = 0; i < request.Inputs.Count; i++)
        {
            InferenceTensor input = request.Inputs[i];
            InputRule[] ranges = [.. rules.All.Where(rule => rule.Mode == InputRuleMode.Clamp && rule.Input == input.Name && !rule.Passes(request.Inputs))];
            if (ranges.Length == 0)
            {
                clamped.Inputs.AddView(input, input.Name);
                continue;
            }

            InferenceTensor copy = clamped.Inputs.Add(input.Name, input.DataType, input.Shape);
            copy.CopyFrom(input, input.Name);
            foreach (InputRule range in ranges) { range.Clamp(copy); }
        }

        await Inner.InferAsync(clamped, response, cancellationToken).ConfigureAwait(false);
    }

    private static InvalidInferenceRequestException Refuse(string model, InputRuleViolation[] violations)
    {
        InputRuleViolation first = violations[0];
        string where = $"{(first.Input is null ? "the request" : $"input '{first.Input}'")}"
            + $"{(first.Row is { } row ? string.Create(CultureInfo.InvariantCulture, $", row {row}") : string.Empty)}"
            + $"{(first.Column is { } column ? string.Create(CultureInfo.InvariantCulture, $", column {column}") : string.Empty)}";
        string more = violations.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" (and {violations.Length - 1} more)") : string.Empty;
        return new InvalidInferenceRequestException(
            $"The request breaks the input rules of model '{model}': {where}: rule '{first.Rule}' expects {first.Expected}{more}. Correct the values and send it again.")
        {
            Model = model,
            Tensor = first.Input,
            Expected = first.Expected,
            Actual = first.Actual,
            Violations = violations,
        };
    }
}
