using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Benchmarks.Models;
using ModelOps.Load;
using ModelOps.Serving;

namespace ModelOps.Benchmarks.Overload;

/// <summary>How much of the answers stays good as more calls arrive than can be answered, and what swaps of the model do to the calls.</summary>
/// <remarks>Open loops in this process, so the generator takes part of the machine; what compares is goodput against the best goodput of the same ramp.</remarks>
internal static class OverloadRun
{
    private const int Callers = 64;
    private const int Swaps = 100;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private static readonly double[] Shares = [0.5, 1, 1.5, 2, 3, 4];

    public static async Task RunAsync(TextWriter output)
    {
        BenchmarkModel model = BenchmarkModel.LargeMlp;
        using SavedModel file = new(model);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddModelOps().AddServing(static serving => serving.Runtime = "onnxruntime");
        using IHost host = builder.Build();
        await host.StartAsync();
        IModelHost models = host.Services.GetRequiredService<IModelHost>();
        await models.AddAsync(new HostedModelOptions { Name = model.Name, File = file.Path });
        using InProcessTarget target = new(host.Services.GetRequiredService<IInferenceClient>(), model, Deadline);
        LoadRunner runner = new(target, Deadline, seed: 1);

        await runner.RunAsync(new ClosedLoopStep(Callers, Step), CancellationToken.None);
        double capacity = (await runner.RunAsync(new ClosedLoopStep(Callers, Step), CancellationToken.None)).Throughput;
        output.WriteLine(Invariant($"{model.Name}, deadline {Deadline.TotalMilliseconds} ms; {Callers} callers in a closed loop: {capacity:0}/s"));
        output.WriteLine("| due/s | answered/s | good/s | of the best | rejected/s | p50 ms | p99 ms | late |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        List<LoadStepResult> ramp = [];
        foreach (double share in Shares) { ramp.Add(await runner.RunAsync(new OpenLoopStep(capacity * share, Step), CancellationToken.None)); }
        double best = ramp.Max(static step => step.Goodput);
        foreach (LoadStepResult step in ramp)
        {
            output.WriteLine(Invariant(
                $"| {step.OfferedRate:0} | {step.Throughput:0} | {step.Goodput:0} | {step.Goodput / best:P0} | {step.Rejected / step.Seconds:0} | {step.Latency!.P50 / 1000.0:0.0} | {step.Latency.P99 / 1000.0:0.0} | {1 - (step.Goodput / step.Throughput):P1} |"));
        }

        await SwapAsync(output, models, model, file, runner, capacity / 4);
        await host.StopAsync();
    }

    private static async Task SwapAsync(TextWriter output, IModelHost models, BenchmarkModel model, SavedModel file, LoadRunner runner, double rate)
    {
        LoadStepResult quiet = await runner.RunAsync(new OpenLoopStep(rate, Step), CancellationToken.None);
        using CancellationTokenSource done = new();
        Task<LoadStepResult> load = runner.RunAsync(new OpenLoopStep(rate, TimeSpan.FromMinutes(5)), done.Token);
        for (int i = 0; i < Swaps; i++) { await models.AddAsync(new HostedModelOptions { Name = model.Name, File = file.Path, FileVersion = Invariant($"1.0.{i}") }); }
        await done.CancelAsync();
        LoadStepResult swapped = await load;
        output.WriteLine(Invariant(
            $"{Swaps} swaps in {swapped.Seconds:0.0} s at {rate:0} calls/s: {swapped.Answered} answered, {swapped.Rejected} rejected, {swapped.Failed} failed; p99 {swapped.Latency!.P99 / 1000.0:0.0} ms, without swaps {quiet.Latency!.P99 / 1000.0:0.0} ms"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
