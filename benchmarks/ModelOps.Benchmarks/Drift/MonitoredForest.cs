using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Benchmarks.Forests;
using ModelOps.Benchmarks.Models;
using ModelOps.Drift;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;
using ModelOps.Serving;

namespace ModelOps.Benchmarks.Drift;

/// <summary>A forest served in process, watched for drift or not. Each call asks for other rows, as callers do.</summary>
internal sealed class MonitoredForest : IAsyncDisposable
{
    private const string Name = "forest";
    private const int Rows = 8192;
    private const int BurstRows = 5_000_000;
    private readonly IHost _host;
    private readonly SavedModel _file;
    private readonly IInferenceClient _client;
    private readonly InferenceRequest _request = new(ModelReference.ToModel(Name));
    private readonly InferenceResponse _response = new();
    private readonly float[] _rows = BenchmarkForest.Rows(Rows);
    private readonly InferenceTensor _input;
    private int _at;

    private MonitoredForest(IHost host, SavedModel file, int rows)
    {
        _host = host;
        _file = file;
        _client = host.Services.GetRequiredService<IInferenceClient>();
        _input = _request.Inputs.Add("x", TensorDataType.Float32, [rows, BenchmarkForest.Features]);
    }

    /// <summary>Rows that the newest window has; 0 when there is none.</summary>
    public long Profiled => _host.Services.GetRequiredService<IDriftHistory>().Read(Name, "1.0.0") is [{ } newest, ..] ? newest.Current.Features[0].Count : 0;

    /// <summary>Starts a host with the forest; returns when calls are profiled, if they are to be.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="rows">Rows of a call.</param>
    /// <param name="isWatched">Whether it is watched, over 256 edges a feature.</param>
    /// <param name="isLimited">Whether it is watched as by default, which bounds the rows a second, or row by row at any cost.</param>
    public static async Task<MonitoredForest> StartAsync(BenchmarkForest forest, int rows, bool isWatched, bool isLimited = true)
    {
        SavedModel file = new(new BenchmarkModel(Name, forest.File(), BenchmarkForest.Features, 1));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        IModelOpsBuilder modelOps = builder.Services.AddModelOps().AddServing(serving => serving.Runtime = "simd");
        if (isWatched)
        {
            modelOps.AddDriftMonitoring(monitoring =>
            {
                monitoring.UseReference(Name, Reference()).Models[Name] = new MonitoredModelOptions { Columns = { ["x"] = Columns() } };
                monitoring.BucketLength = monitoring.Window.Length = monitoring.Window.Step = monitoring.Window.Gap = TimeSpan.FromSeconds(1);
                monitoring.FlushInterval = TimeSpan.FromSeconds(1);
                monitoring.Grace = TimeSpan.Zero;
                if (!isLimited) { monitoring.MaxRowsPerSecond = null; }
            });
        }

        IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IModelHost>().AddAsync(new HostedModelOptions { Name = Name, File = file.Path });
        MonitoredForest served = new(host, file, rows);
        do { await served.InferAsync(1000); }
        while (isWatched && served.Profiled == 0);
        await served.InferAsync(BurstRows / rows); // what is allowed at once is used up: what follows is the steady state
        return served;
    }

    /// <summary>Calls one after another.</summary>
    public async ValueTask InferAsync(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            int length = _input.ByteLength / sizeof(float);
            _rows.AsSpan(_at, length).CopyTo(_input.AsSpan<float>());
            _at = (_at + length) % _rows.Length;
            await _client.InferAsync(_request, _response);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _request.Dispose();
        _response.Dispose();
        _file.Dispose();
    }

    private static string[] Columns() => [.. Enumerable.Range(0, BenchmarkForest.Features).Select(static i => $"feature {i:00}")];

    private static DatasetProfile Reference()
    {
        float[] rows = BenchmarkForest.Rows(20_000);
        DatasetProfileBuilder builder = new();
        string[] columns = Columns();
        for (int i = 0; i < columns.Length; i++)
        {
            builder.AddNumeric(columns[i], rows.Where((_, at) => at % columns.Length == i).ToArray());
        }

        return builder.Build();
    }
}
