namespace ModelOps.Kubernetes.Validation;

/// <summary>One fault of a <see cref="ModelDeployment"/>.</summary>
/// <param name="Property">Path of the property, e.g. <c>Resources.Memory</c>.</param>
/// <param name="Found">The value found, as text; <c>nothing</c> for null.</param>
/// <param name="Mend">What is expected instead.</param>
public sealed record ModelDeploymentProblem(string Property, string Found, string Mend)
{
    /// <summary>The fault as a sentence.</summary>
    /// <returns><c>Property: found 'value'; mend</c>.</returns>
    public override string ToString() => $"{Property}: found '{Found}'; {Mend}.";
}
