using FluentValidation;

namespace ModelOps.Registry.Validation;

internal sealed class AliasMoveValidator : AbstractValidator<AliasMove>
{
    public AliasMoveValidator()
    {
        RuleFor(static m => m.Number).GreaterThanOrEqualTo(1).WithMessage(static m => $"Number {m.Number} is not one; running numbers begin with 1.");
        RuleFor(static m => m.ExpectedRevision).Must(static r => r is null or >= 0)
            .WithMessage(static m => $"ExpectedRevision {m.ExpectedRevision} is not one; use 0 for an alias that must not exist, null for any.");
        RuleFor(static m => m).Custom(static (m, context) => context.AddAll(
        [
            TextRules.Check(nameof(m.Reason), m.Reason, RegistryLimits.MaxReasonLength),
            TextRules.Check(nameof(m.Actor), m.Actor, RegistryLimits.MaxTokenLength),
            TextRules.CheckEntries(nameof(m.Evidence), m.Evidence),
        ]));
    }
}
