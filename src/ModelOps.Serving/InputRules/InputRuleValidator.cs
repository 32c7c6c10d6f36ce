using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;

namespace ModelOps.Serving.InputRules;

internal sealed class InputRuleValidator : AbstractValidator<InputRuleOptions>
{
    public InputRuleValidator(string key)
    {
        RuleFor(static r => r.Input).NotEmpty().WithMessage(r => $"{key}:{nameof(r.Input)} is '{r.Input}'. Name an input of the model.");
        RuleFor(static r => r.Mode).IsInEnum().WithMessage(r => $"{key}:{nameof(r.Mode)} is {r.Mode}. Set it to Reject, Warn or Clamp, or leave it out.");
        RuleFor(static r => r.Column).GreaterThanOrEqualTo(0).WithMessage(r => $"{key}:{nameof(r.Column)} is {r.Column}. Count columns from 0, or leave it out.");
        RuleFor(static r => r.Min).Must(static bound => bound is null || double.IsFinite(bound.Value))
            .WithMessage(r => Invariant($"{key}:{nameof(r.Min)} is {r.Min}. Give a finite number, or leave it out."));
        RuleFor(static r => r.Max).Must(static bound => bound is null || double.IsFinite(bound.Value))
            .WithMessage(r => Invariant($"{key}:{nameof(r.Max)} is {r.Max}. Give a finite number, or leave it out."));
        RuleFor(static r => r.Max).GreaterThanOrEqualTo(static r => r.Min!.Value).When(static r => r.Min is not null)
            .WithMessage(r => Invariant($"{key}:{nameof(r.Max)} is {r.Max}, below {nameof(r.Min)}, which is {r.Min}. Exchange them."));
        RuleFor(static r => r.MaxMissingShare).InclusiveBetween(0, 1)
            .WithMessage(r => Invariant($"{key}:{nameof(r.MaxMissingShare)} is {r.MaxMissingShare}. Set it to 0 to 1, e.g. 0.1 for a tenth, or leave it out."));
        RuleFor(static r => r.MinLength).GreaterThanOrEqualTo(0).WithMessage(r => $"{key}:{nameof(r.MinLength)} is {r.MinLength}. Set it to 0 or more, or leave it out.");
        RuleFor(static r => r.MaxLength).GreaterThanOrEqualTo(static r => r.MinLength ?? 0)
            .WithMessage(r => $"{key}:{nameof(r.MaxLength)} is {r.MaxLength}. Set it to {r.MinLength ?? 0} or more, or leave it out.");
        RuleFor(static r => r.Pattern).Must(static pattern => pattern is null || PatternRule.TryCreate(pattern, out _))
            .WithMessage(r => $"{key}:{nameof(r.Pattern)} is '{r.Pattern}'. Give a regular expression without backreferences and lookarounds.");
        RuleFor(static r => r).Must(static r => r.Min is not null || r.Max is not null || r.MaxMissingShare is not null || r.Categories.Count > 0
                || r.MinLength is not null || r.MaxLength is not null || r.Pattern is not null)
            .WithMessage(r => $"{key} asks for nothing of '{r.Input}'. Set {nameof(r.Min)}, {nameof(r.Max)}, {nameof(r.MaxMissingShare)}, {nameof(r.Categories)}, {nameof(r.MinLength)}, {nameof(r.MaxLength)} or {nameof(r.Pattern)}.");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
