using ModelOps;

namespace OpenTelemetry.Metrics;

/// <summary>Exports ModelOps' metrics with OpenTelemetry.</summary>
public static class ModelOpsMeterProviderBuilderExtensions
{
    /// <summary>Listens to the meter <see cref="ModelOpsDiagnostics.MeterName"/>.</summary>
    /// <param name="builder">Builder of the meter provider.</param>
    /// <returns><paramref name="builder"/>, for chaining.</returns>
    public static MeterProviderBuilder AddModelOpsInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(ModelOpsDiagnostics.MeterName);
    }
}
