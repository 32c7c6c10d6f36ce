using ModelOps;

namespace OpenTelemetry.Trace;

/// <summary>Exports ModelOps' traces with OpenTelemetry.</summary>
public static class ModelOpsTracerProviderBuilderExtensions
{
    /// <summary>Listens to the activity source <see cref="ModelOpsDiagnostics.ActivitySourceName"/>.</summary>
    /// <param name="builder">Builder of the tracer provider.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static TracerProviderBuilder AddModelOpsInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(ModelOpsDiagnostics.ActivitySourceName);
    }
}
