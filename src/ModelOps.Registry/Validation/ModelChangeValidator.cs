using FluentValidation;

namespace ModelOps.Registry.Validation;

internal sealed class ModelChangeValidator : AbstractValidator<ModelChange>
{
    public ModelChangeValidator()
    {
        RuleFor(static c => c.Model).Must(ModelReference.IsName).WithMessage(static c => TextRules.NotAName(c.Model));
        RuleFor(static c => c.NewName).Must(static n => n is null || TextRules.CheckNewName(n) is null).WithMessage(static c => TextRules.CheckNewName(c.NewName));
        RuleFor(static c => c).Custom(static (c, context) => context.AddAll(
        [
            TextRules.Check(nameof(c.Description), c.Description, RegistryLimits.MaxDescriptionLength),
            .. TextRules.CheckTags(c.SetTags, c.RemoveTags),
            .. TextRules.CheckOrigin(c.Reason, c.Actor),
        ]));
    }
}
