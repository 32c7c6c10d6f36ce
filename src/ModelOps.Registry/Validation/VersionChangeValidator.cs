using FluentValidation;

namespace ModelOps.Registry.Validation;

internal sealed class VersionChangeValidator : AbstractValidator<VersionChange>
{
    public VersionChangeValidator()
    {
        RuleFor(static c => c.Model).Must(ModelReference.IsName).WithMessage(static c => TextRules.NotAName(c.Model));
        RuleFor(static c => c.Number).GreaterThanOrEqualTo(1).WithMessage(static c => $"Number {c.Number} is not one; running numbers begin with 1.");
        RuleFor(static c => c).Must(static c => c.DisplaceTo is null || c.Stage is not null)
            .WithMessage("DisplaceTo needs a Stage: it says where versions go that are in it.");
        RuleFor(static c => c).Custom(static (c, context) => context.AddAll(
        [
            TextRules.Check(nameof(c.Description), c.Description, RegistryLimits.MaxDescriptionLength),
            .. TextRules.CheckTags(c.SetTags, c.RemoveTags),
            .. TextRules.CheckOrigin(c.Reason, c.Actor),
            TextRules.CheckEntries(nameof(c.Evidence), c.Evidence),
        ]));
    }
}
