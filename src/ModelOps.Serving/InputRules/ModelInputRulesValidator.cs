using FluentValidation;

namespace ModelOps.Serving.InputRules;

internal sealed class ModelInputRulesValidator : AbstractValidator<ModelInputRulesOptions>
{
    public ModelInputRulesValidator(string key)
    {
        RuleFor(static m => m.Mode).IsInEnum().WithMessage(m => $"{key}:{nameof(m.Mode)} is {m.Mode}. Set it to Reject, Warn or Clamp.");
        RuleFor(static m => m.MinRows).GreaterThanOrEqualTo(0).WithMessage(m => $"{key}:{nameof(m.MinRows)} is {m.MinRows}. Set it to 0 or more, or leave it out.");
        RuleFor(static m => m.MaxRows).GreaterThanOrEqualTo(static m => m.MinRows ?? 0)
            .WithMessage(m => $"{key}:{nameof(m.MaxRows)} is {m.MaxRows}. Set it to {m.MinRows ?? 0} or more, or leave it out.");
    }
}
