using System.Xml;
using System.Xml.Linq;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>Manifests in XML, without document types and without anything from elsewhere.</summary>
internal static class ManifestXml
{
    public static XDocument Parse(byte[] manifest, string what)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = ArtifactFile.MaxManifestBytes };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(manifest), settings);
            return XDocument.Load(reader);
        }
        catch (XmlException)
        {
            throw new ManifestInvalidException($"its {what} is no XML that can be read.");
        }
    }
}
