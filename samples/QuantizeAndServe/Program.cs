using System.Globalization;
using System.Runtime.InteropServices;
using DemandForecasting.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps;
using ModelOps.Onnx;
using ModelOps.Onnx.Quantization;
using ModelOps.Serving;
using QuantizeAndServe;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// 1. Train a real net, in this process: entries of a Chicago station, 14 days ahead.
RidershipRows rows = RidershipRows.From(RidershipData.Read(Path.Combine(AppContext.BaseDirectory, "Data", "chicago-ridership.csv")));
int split = rows.Count * 4 / 5;
RidershipRows training = rows.Slice(..split), heldOut = rows.Slice(split..);
OnnxModel model = DemandNet.Train(training, [RidershipRows.Columns, 256, 256, 1], epochs: 12, seed: 1).Export();
Console.WriteLine($"trained on {training.Count} days, held out {heldOut.Count}");

// 2. Quantize it in several ways.
IReadOnlyCollection<OnnxSample> calibration = [.. OnnxSample.FromRows(model, training.Features, 64)];
(string Name, OnnxModel Model)[] candidates =
[
    ("dynamic int8", OnnxQuantizer.QuantizeDynamic(model).Model),
    ("static int8", OnnxQuantizer.QuantizeStatic(model, calibration, new() { Calibration = CalibrationMethod.Percentile }).Model),
    ("weights int4", OnnxQuantizer.QuantizeWeights(model).Model),
    ("weights float16", OnnxQuantizer.ConvertToFloat16(model).Model),
];

// 3. Let the gate measure each against the original in the managed engine, one row a call, and keep the fastest that passes.
IReadOnlyCollection<OnnxSample> samples = [.. OnnxSample.FromRows(model, heldOut.Features, 1)];
GateOptions asked = new() { MaxRelativeError = 0.02, Loss = outputs => MeanAbsoluteError(outputs, heldOut.Targets), MaxLossIncrease = 0.02 };
(string name, OnnxModel served, double best) = ("the float model", model, 0);
foreach ((string candidate, OnnxModel quantized) in candidates)
{
    GateReport report = QuantizationGate.Measure(model, quantized, samples, asked);
    Console.WriteLine($"\n{candidate}: {report}");
    if (report.IsAccepted && report.Speedup > best) { (name, served, best) = (candidate, quantized, report.Speedup); }
}

// 4. Serve it in this process.
string file = Path.Combine(AppContext.BaseDirectory, "demand.onnx");
OnnxModelWriter.WriteFile(served, file);
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddModelOps().AddServing();
using IHost host = builder.Build();
await host.StartAsync();
await host.Services.GetRequiredService<IModelHost>().AddAsync(new() { Name = "demand", File = file });

IInferenceClient client = host.Services.GetRequiredService<IInferenceClient>();
using InferenceRequest request = new(ModelReference.Parse("demand"));
request.Inputs.Add(InferenceTensor.Create<float>("x", [1, RidershipRows.Columns], heldOut.Features.AsSpan(^RidershipRows.Columns..)));
using InferenceResponse response = await client.InferAsync(request);
Console.WriteLine($"\nserving {name}: last day {response.Outputs["y"].AsSpan<float>()[0]:F2} thousand entries predicted, {heldOut.Targets[^1]:F2} came");
await host.StopAsync();

static double MeanAbsoluteError(IReadOnlyList<IReadOnlyList<OnnxTensor>> outputs, float[] targets) =>
    outputs.SelectMany(static o => MemoryMarshal.Cast<byte, float>(o[0].RawData.Span).ToArray()).Zip(targets, static (y, t) => (double)Math.Abs(y - t)).Average();
