namespace ModelOps.Kubernetes.Rendering;

/// <summary>What a person should know about the rendered objects and would not see in them.</summary>
internal static class DeploymentNotes
{
    internal static IReadOnlyList<string> Of(ModelDeployment deployment)
    {
        List<string> notes = [];
        if (!DisruptionBudgetRenderer.IsWorthwhile(deployment.Scaling))
        {
            notes.Add("No PodDisruptionBudget: with a single pod it either blocks node drains or protects nothing. Run at least two pods to stay up during drains.");
        }
        if (deployment.Model.Version is { } version)
        {
            notes.Add($"The model reference names version {version}, but a server follows aliases: make sure that the image hosts this version, or name an alias.");
        }
        if (deployment.Scaling is HorizontalScaling { Metric: InFlightRequests requests })
        {
            notes.Add($"The autoscaler needs a metrics adapter that serves '{requests.MetricName}' for pods; without one it never moves.");
        }
        if (deployment.Registry is RegistryImage)
        {
            notes.Add("The registry is mounted as an image volume, which clusters older than Kubernetes 1.33 drop without a word.");
        }
        return notes;
    }
}
