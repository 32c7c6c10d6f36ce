namespace ModelOps.Kubernetes.Validation;

/// <summary>A deployment cannot be rendered; all its faults are named at once.</summary>
public sealed class InvalidModelDeploymentException : ModelOpsException
{
    /// <summary>Value of <see cref="ModelOpsException.Code"/>.</summary>
    public const string ErrorCode = "INVALID_MODEL_DEPLOYMENT";

    /// <summary>Makes the error.</summary>
    /// <param name="deployment">Name of the deployment.</param>
    /// <param name="problems">Its faults, at least one.</param>
    public InvalidModelDeploymentException(string deployment, IReadOnlyList<ModelDeploymentProblem> problems)
        : base(ModelOpsErrorKind.InvalidArgument, ErrorCode, $"Deployment '{deployment}' cannot be rendered:{string.Concat(problems.Select(static p => $"\n- {p}"))}")
    {
        Deployment = deployment;
        Problems = problems;
    }

    /// <summary>Name of the deployment.</summary>
    public string Deployment { get; }

    /// <summary>Its faults.</summary>
    public IReadOnlyList<ModelDeploymentProblem> Problems { get; }
}
