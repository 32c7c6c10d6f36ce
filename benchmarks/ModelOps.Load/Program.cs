using System.Globalization;
using System.Text.Json;
using ModelOps.Load;

if (!LoadArguments.TryParse(args, out LoadArguments? arguments, out string? problem))
{
    await Console.Error.WriteLineAsync($"{problem}\n\n{LoadArguments.Usage}");
    return 2;
}

if (!File.Exists(arguments.BodyFile))
{
    await Console.Error.WriteLineAsync($"There is no file '{arguments.BodyFile}'. Give --body a file to post.");
    return 2;
}

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true; // what was seen so far is still printed
    stop.Cancel();
};

using HttpLoadTarget target = new(arguments.Url, await File.ReadAllBytesAsync(arguments.BodyFile), arguments.ContentType, arguments.Headers);
LoadRunner runner = new(target, arguments.Deadline, arguments.Seed);
if (arguments.WarmUp > TimeSpan.Zero) { await runner.RunAsync(arguments.Steps[0] with { Duration = arguments.WarmUp }, stop.Token); }

List<LoadStepResult> results = [];
foreach (LoadStep step in arguments.Steps.TakeWhile(_ => !stop.IsCancellationRequested))
{
    LoadStepResult result = await runner.RunAsync(step, stop.Token);
    results.Add(result);
    await Console.Error.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{(result.OfferedRate is { } rate ? $"{rate:0.#}/s due" : $"{result.Callers} callers")}: {result.Throughput:0}/s answered, {result.Goodput:0}/s good, "
        + $"p50 {result.Latency?.P50} us, p99 {result.Latency?.P99} us, p99.9 {result.Latency?.P999} us, {result.Rejected} rejected, {result.Failed} failed, {result.Late} late"));
}

LoadResult whole = new(arguments.Url.ToString(), arguments.Deadline?.TotalMilliseconds, arguments.WarmUp.TotalSeconds, arguments.Seed, results);
string json = JsonSerializer.Serialize(whole, LoadJson.Default.LoadResult);
Console.WriteLine(json);
if (arguments.JsonFile is not null) { await File.WriteAllTextAsync(arguments.JsonFile, json + "\n"); }
return results.Any(static r => r.Failed > 0) ? 1 : 0;
