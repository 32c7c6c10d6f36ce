using FluentValidation;

namespace ModelOps.Serving.InputRules;

/// <summary>Finds what is wrong with rules; every message names key, value and mend.</summary>
internal sealed class InputRulesValidator : AbstractValidator<InputRulesOptions>
{
    private const int MostViolations = 1000;

    public InputRulesValidator() => RuleFor(static o => o.MaxViolations).InclusiveBetween(1, MostViolations)
        .WithMessage(static o => $"{InputRulesOptions.SectionName}:{nameof(o.MaxViolations)} is {o.MaxViolations}. Set it to 1 to {MostViolations}; 20 suits most hosts.");

    public static IReadOnlyList<string> Check(InputRulesOptions options) =>
    [
        .. new InputRulesValidator().Validate(options).Errors.Select(static e => e.ErrorMessage),
        .. options.Models.SelectMany(static m => Check(m.Value, $"{InputRulesOptions.SectionName}:{nameof(InputRulesOptions.Models)}:{m.Key}")),
    ];

    private static IEnumerable<string> Check(ModelInputRulesOptions model, string key) =>
        new ModelInputRulesValidator(key).Validate(model).Errors
            .Concat(model.Rules.SelectMany((rule, i) => new InputRuleValidator($"{key}:{nameof(model.Rules)}:{i}").Validate(rule).Errors))
            .Select(static e => e.ErrorMessage);
}
