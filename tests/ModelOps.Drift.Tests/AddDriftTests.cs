using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests;

public sealed class AddDriftTests
{
    [Fact]
    public void AddDrift_Twice_RegistersOnce()
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddModelOps().AddDrift().AddDrift();
        using IHost host = builder.Build();
        Assert.Equal(DriftAnalyzer.DefaultDetectors().Length, host.Services.GetServices<IDriftDetector>().Count());
        Assert.Single(host.Services.GetServices<DriftMonitor>());
        Assert.Single(host.Services.GetServices<IValidateOptions<DriftOptions>>());
    }

    [Fact]
    public void AddDrift_Configuration_BindsAndCodeWins()
    {
        HostApplicationBuilder builder = Builder(
            ("ModelOps:Drift:Alpha", "0.05"), ("ModelOps:Drift:NumericDetector", "psi"), ("ModelOps:Drift:MinimumEffects:psi", "0.2"));
        builder.Services.AddModelOps().AddDrift(static options => options.Alpha = 0.02);
        using IHost host = builder.Build();
        DriftOptions options = host.Services.GetRequiredService<IOptions<DriftOptions>>().Value;
        Assert.Equal((0.02, "psi", 0.2), (options.Alpha, options.NumericDetector, options.MinimumEffects["psi"]));
    }

    [Fact]
    public async Task AddDrift_BadOptions_StopTheStart()
    {
        HostApplicationBuilder builder = Builder(("ModelOps:Drift:Alpha", "7"));
        builder.Services.AddModelOps().AddDrift();
        using IHost host = builder.Build();
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("ModelOps:Drift:Alpha is 7. Set it above 0 and below 1, e.g. 0.01.", error.Failures);
    }

    [Fact]
    public void AddDrift_OwnDetector_CanBeNamed()
    {
        HostApplicationBuilder builder = Builder(("ModelOps:Drift:NumericDetector", "own"));
        builder.Services.AddSingleton<IDriftDetector, OwnDetector>();
        builder.Services.AddModelOps().AddDrift();
        using IHost host = builder.Build();
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", PortableData.Uniform(1, 100)).Build();
        DriftReport report = host.Services.GetRequiredService<DriftAnalyzer>().Compare(reference, reference);
        Assert.Equal("own", Assert.Single(report.Features).Statistic);
    }

    [Fact]
    public void Evaluate_DriftedFeature_IsMeasured()
    {
        var services = new ServiceCollection();
        services.AddModelOps().AddDrift(); // a host without configuration, such as a console tool
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        var measured = new Dictionary<string, (double Value, string Tags)>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        IMeterFactory meters = provider.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters) { self.EnableMeasurementEvents(instrument); }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            measured[instrument.Name] = (value, string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))));
        listener.Start();

        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", PortableData.Uniform(1, 500)).Build();
        DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric("x", PortableData.Uniform(2, 500, 3)).Build();
        DriftReport report = provider.GetRequiredService<DriftMonitor>().Evaluate("m", "1.2.0", reference, current);

        Assert.True(report.HasDrifted);
        Assert.Equal((1, "modelops.model.name=m modelops.model.version=1.2.0"), measured["modelops.drift.features.drifted"]);
        Assert.Equal(
            (report.Features[0].EffectSize, "modelops.model.name=m modelops.model.version=1.2.0 modelops.drift.feature=x modelops.drift.statistic=ks"),
            measured["modelops.drift.feature.effect"]);
        Assert.True(measured["modelops.drift.evaluation.duration"].Value > 0);
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        return builder;
    }

    private sealed class OwnDetector : IDriftDetector
    {
        private readonly KolmogorovSmirnovDetector _inner = new();

        public string Name => "own";

        public double DefaultMinimumEffect => 0.3;

        public bool Supports(FeatureKind kind) => _inner.Supports(kind);

        public ModelOps.Drift.Statistics.TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current) => _inner.Measure(reference, current);

        public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current) => _inner.CriticalValue(alpha, reference, current);
    }
}
