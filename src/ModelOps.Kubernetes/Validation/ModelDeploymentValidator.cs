using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using ModelOps.Kubernetes.Rendering;

namespace ModelOps.Kubernetes.Validation;

/// <summary>Finds what the API server, the scheduler or the pod itself would refuse, or ignore in silence.</summary>
internal sealed class ModelDeploymentValidator : AbstractValidator<ModelDeployment>
{
    private const int MaxConfigMapCharacters = 512 * 1024; // the API server refuses above 1 MiB
    private static readonly ModelDeploymentValidator Instance = new();

    internal ModelDeploymentValidator()
    {
        AddIdentityRules();
        AddServerRules();
        AddConfigurationRules();
        AddLabelRules();
    }

    internal static void ThrowIfInvalid(ModelDeployment deployment)
    {
        ValidationResult result = Instance.Validate(deployment);
        if (result.IsValid) { return; }
        throw new InvalidModelDeploymentException(
            deployment.Name ?? "", [.. result.Errors.Select(static e => new ModelDeploymentProblem(e.PropertyName, Text(e.AttemptedValue), e.ErrorMessage))]);
    }

    private static string Text(object? value) => value switch
    {
        null => "nothing",
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        KeyValuePair<string, string> entry => entry.Value ?? "nothing",
        KeyValuePair<string, SecretKey> entry => entry.Value?.ToString() ?? "nothing",
        _ => value.ToString() ?? "",
    };

    private void AddIdentityRules()
    {
        RuleFor(static d => d.Name)
            .Must(static name => KubernetesSyntax.IsServiceName(name) && name.Length <= ModelDeployment.MaxNameLength)
            .WithMessage($"use at most {ModelDeployment.MaxNameLength} lower-case letters, digits and '-', with a letter first and a letter or digit last");
        RuleFor(static d => d.Namespace).Must(KubernetesSyntax.IsDnsLabel).WithMessage(Messages.DnsLabel);
        RuleFor(static d => d.Model).NotNull().WithMessage("name a model, e.g. ModelReference.Parse(\"demand@champion\")");
        RuleFor(static d => d.Image).Must(KubernetesSyntax.IsPinnedImage).WithMessage(Messages.PinnedImage);
        RuleFor(static d => d.ImagePullSecrets).NotNull().WithMessage(Messages.Missing);
        RuleForEach(static d => d.ImagePullSecrets).Must(KubernetesSyntax.IsSubdomain).WithMessage(Messages.DnsName);
    }

    private void AddServerRules()
    {
        RuleFor(static d => d.Port).InclusiveBetween(1024, 65535).WithMessage(Messages.Port);
        RuleFor(static d => d.MetricsPort).InclusiveBetween(1024, 65535).WithMessage(Messages.Port);
        RuleFor(static d => d.MetricsPort).NotEqual(static d => d.Port).WithMessage("use another port than Port, or null to serve metrics on Port");
        RuleFor(static d => d.Network).NotNull().WithMessage(Messages.Missing).SetValidator(new NetworkAccessValidator());
        RuleFor(static d => d.MetricsPort)
            .Must(static (d, port) => d.Network?.Monitoring is null || port is null == (d.Network.Monitoring.Count == 0))
            .WithMessage("set MetricsPort and Network.Monitoring together: a port nobody may call, or callers without a port, are of no use");
        RuleFor(static d => d.Resources).NotNull().WithMessage(Messages.Missing).SetValidator(new ModelResourcesValidator());
        RuleFor(static d => d.Probes).NotNull().WithMessage(Messages.Missing).SetValidator(new ModelProbesValidator());
        RuleFor(static d => d.Shutdown).NotNull().WithMessage(Messages.Missing).SetValidator(new ModelShutdownValidator());
        RuleFor(static d => d.Scaling).NotNull().WithMessage(Messages.Missing).SetInheritanceValidator(static scaling =>
        {
            scaling.Add(new FixedScalingValidator());
            scaling.Add(new HorizontalScalingValidator());
        });
        RuleFor(static d => d.Scaling)
            .Must(static (d, scaling) => d.Resources is not { Gpus: > 0 } || scaling is not HorizontalScaling { Metric: CpuUtilization })
            .WithMessage("scale on InFlightRequests: CPU use says nothing of the load of an accelerator");
        RuleFor(static d => d.Registry!).SetInheritanceValidator(static registry =>
        {
            registry.Add(new RegistryClaimValidator());
            registry.Add(new RegistryImageValidator());
        });
    }

    private void AddConfigurationRules()
    {
        RuleFor(static d => d.Configuration).NotNull().WithMessage(Messages.Missing);
        this.ForEachEntry(
            static d => d.Configuration,
            static entry => entry.Value is not null && IsFreeVariable(entry.Key),
            $"use a key that makes a name of an environment variable, and none of {string.Join(", ", ServerEnvironment.Reserved)}; null is no value");
        RuleFor(static d => d.Configuration)
            .Must(static c => c is null || c.Keys.Select(ServerEnvironment.NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Count() == c.Count)
            .WithMessage("give each key once: ':' and '__', upper and lower case are the same to .NET");
        RuleFor(static d => d.Configuration)
            .Must(static c => c is null || c.Sum(static entry => entry.Key.Length + (long)(entry.Value?.Length ?? 0)) <= MaxConfigMapCharacters)
            .WithMessage($"keep it below {MaxConfigMapCharacters} characters; large files belong on a volume");
        RuleFor(static d => d.Secrets).NotNull().WithMessage(Messages.Missing);
        this.ForEachEntry(
            static d => d.Secrets,
            static entry => IsFreeVariable(entry.Key) && KubernetesSyntax.IsSubdomain(entry.Value?.Secret) && KubernetesSyntax.IsSecretKey(entry.Value?.Key),
            "use a key that makes a name of an environment variable that ModelOps does not set, the DNS name of a Secret, and a key of letters, digits, '-', '_' and '.'");
        RuleFor(static d => d.Secrets)
            .Must(static (d, secrets) => secrets is null || d.Configuration is null || !HaveCommonVariable(d.Configuration.Keys, secrets.Keys))
            .WithMessage("give a key either in Configuration or in Secrets");
        RuleFor(static d => d.Secrets)
            .Must(static s => s is null || s.Keys.Select(ServerEnvironment.NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Count() == s.Count)
            .WithMessage("give each key once: ':' and '__', upper and lower case are the same to .NET");
    }

    private void AddLabelRules()
    {
        RuleFor(static d => d.Labels).NotNull().WithMessage(Messages.Missing);
        this.ForEachEntry(static d => d.Labels, static entry => KubernetesSyntax.IsLabelKey(entry.Key) && !IsOwn(entry.Key), $"{Messages.LabelKey}; not {ModelLabels.KubernetesPrefix} or {ModelLabels.ModelOpsPrefix}, which ModelOps sets");
        this.ForEachEntry(static d => d.Labels, static entry => KubernetesSyntax.IsLabelValue(entry.Value), Messages.LabelValue);
        RuleFor(static d => d.NodeSelector).NotNull().WithMessage(Messages.Missing);
        this.ForEachEntry(static d => d.NodeSelector, static entry => KubernetesSyntax.IsLabelKey(entry.Key), Messages.LabelKey);
        this.ForEachEntry(static d => d.NodeSelector, static entry => KubernetesSyntax.IsLabelValue(entry.Value), Messages.LabelValue);
    }

    private static bool IsFreeVariable(string key) =>
        KubernetesSyntax.IsVariableName(ServerEnvironment.NameOf(key)) && !ServerEnvironment.Reserved.Contains(ServerEnvironment.NameOf(key));

    private static bool HaveCommonVariable(IEnumerable<string> keys, IEnumerable<string> others) =>
        keys.Select(ServerEnvironment.NameOf).Intersect(others.Select(ServerEnvironment.NameOf), StringComparer.OrdinalIgnoreCase).Any();

    private static bool IsOwn(string key) =>
        key.StartsWith(ModelLabels.KubernetesPrefix, StringComparison.Ordinal) || key.StartsWith(ModelLabels.ModelOpsPrefix, StringComparison.Ordinal);
}
