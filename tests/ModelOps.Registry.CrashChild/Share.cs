using System.Globalization;
using System.Text;

namespace ModelOps.Registry.CrashChild;

/// <summary>A fixed amount of work beside other processes on the same folder.</summary>
internal static class Share
{
    public static async Task RunAsync(EmbeddedModelRegistry registry, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ModelVersion version = await registry.RegisterAsync(new ModelRegistration
            {
                Model = "demand",
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"content {i}")))],
            });
            await registry.FetchAsync(version);
            await MoveAsync(registry, version.Number);
        }
    }

    /// <summary>Compare-and-set until it is ours.</summary>
    private static async Task MoveAsync(EmbeddedModelRegistry registry, long number)
    {
        while (true)
        {
            IReadOnlyList<ModelAlias> aliases = await registry.ListAliasesAsync("demand");
            try
            {
                await registry.MoveAliasAsync(new AliasMove
                {
                    Model = "demand",
                    Alias = "champion",
                    Number = number,
                    ExpectedRevision = aliases.Count == 0 ? 0 : aliases[0].Revision,
                });
                return;
            }
            catch (AliasConflictException)
            {
            }
        }
    }
}
