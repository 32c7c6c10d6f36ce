using FluentValidation;

namespace ModelOps.Registry.Validation;

internal sealed class RegistryDeletionValidator : AbstractValidator<RegistryDeletion>
{
    public RegistryDeletionValidator()
    {
        RuleFor(static d => d.Model).Must(ModelReference.IsName).WithMessage(static d => TextRules.NotAName(d.Model));
        RuleFor(static d => d.Number).Must(static n => n is null or >= 1).WithMessage(static d => $"Number {d.Number} is not one; running numbers begin with 1.");
        RuleFor(static d => d).Custom(static (d, context) => context.AddAll(TextRules.CheckOrigin(d.Reason, d.Actor)));
    }
}
