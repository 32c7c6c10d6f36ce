using Xunit;

namespace ModelOps.Conformance;

/// <summary>What the documents of a registry must do beyond those of any store: live and go with their versions. A test class of each registry derives from it.</summary>
public abstract class RegistryDocumentContractTests : VersionDocumentStoreContractTests
{
    protected abstract IModelRegistry Registry { get; }

    /// <summary>Lets time pass, and collects garbage twice, so that all that nothing refers to is gone.</summary>
    protected abstract Task CollectAsync();

    /// <summary>How many contents are stored, and whether a check of all finds nothing wrong.</summary>
    protected abstract Task<(long Contents, bool IsIntact)> CheckAsync();

    /// <summary>Changes the stored bytes of a content behind the registry's back, and keeps their length.</summary>
    protected abstract void Tamper(string digest);

    protected override async Task<long> RegisterAsync(string model = "demand") => (await Registry.RegisterAsync(
        new ModelRegistration { Model = model, Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", "weights"u8.ToArray())] }, Cancellation)).Number;

    [Fact]
    public async Task PutAsync_NoSuchVersion_IsRefused()
    {
        await RegisterAsync();
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Store.PutAsync("nobody", 1, "a.sig", new byte[] { 1 }, Cancellation));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => Store.TryReplaceAsync("demand", 2, "a.sig", null, new byte[] { 1 }, Cancellation));
    }

    [Fact]
    public async Task RenamedModel_KeepsItsDocuments()
    {
        await RegisterAsync();
        await PutAsync("card");

        await Registry.UpdateModelAsync(new ModelChange { Model = "demand", NewName = "load" }, Cancellation);

        Assert.Equal("card", await FindAsync("load"));
        Assert.Null(await FindAsync());
        await RegisterAsync(); // another model of the old name
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task DeletedVersion_HidesItsDocumentsAndTakesNoMore()
    {
        await RegisterAsync();
        await RegisterAsync();
        await PutAsync("card");
        await PutAsync("stays", 2);

        await Registry.DeleteAsync(new RegistryDeletion { Model = "demand", Number = 1 }, Cancellation);

        Assert.Null(await FindAsync());
        Assert.Empty(await Store.ListAsync("demand", 1, Cancellation));
        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => PutAsync("more"));
        Assert.Equal("stays", await FindAsync(number: 2));
    }

    [Fact]
    public async Task CollectedGarbage_TakesWhatWasReplacedOrDeletedAndNothingElse()
    {
        await RegisterAsync();
        await RegisterAsync();
        await PutAsync("replaced");
        await PutAsync("stays");
        await PutAsync("goes", 2);
        await Store.PutAsync("demand", 2, "weights.txt", "weights"u8.ToArray(), Cancellation); // the bytes of a file that stays
        await Registry.DeleteAsync(new RegistryDeletion { Model = "demand", Number = 2 }, Cancellation);

        await CollectAsync();

        Assert.Equal("stays", await FindAsync());
        Assert.Equal((2, true), await CheckAsync());
        await PutAsync("replaced"); // what was collected may come again
        Assert.Equal("replaced", await FindAsync());
    }

    [Fact]
    public async Task TamperedDocument_IsRefusedAndMendedByWritingItAgain()
    {
        await RegisterAsync();
        await PutAsync("card");
        Tamper("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("card"u8)));

        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => FindAsync());
        Assert.False((await CheckAsync()).IsIntact);
        await PutAsync("card");
        Assert.Equal("card", await FindAsync());
        Assert.True((await CheckAsync()).IsIntact);
    }
}
