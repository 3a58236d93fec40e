/** Which column of a file is what: headings as shops and spreadsheets name them, in Japanese and English. */
import { headingReader } from './headings.ts';
import type { ProductField } from './product-entry.ts';

/** Folded as `headingReader` does; a field's own name is among them by itself. */
const HEADINGS: Readonly<Record<ProductField, readonly string[]>> = {
  sku: ['商品コード', '品番', '商品番号', '管理番号', 'コード', 'productcode', 'itemcode', 'code', 'id', 'itemnumber'],
  name: ['商品名', '品名', '名称', '名前', 'productname', 'title', 'item', 'product'],
  price: ['価格', '単価', '販売価格', '税込価格', '価格税込', '売価', '金額', 'unitprice', 'pricewithtax', 'amount'],
  currency: ['通貨', '通貨コード', 'currencycode'],
  tax_percent: ['税率', '消費税率', '消費税', '税', 'tax', 'taxrate', 'vat', 'vatrate'],
  length_mm: ['長さ', '奥行', '奥行き', '縦', '長辺', 'length', 'depth'],
  width_mm: ['幅', '横', '横幅', 'width'],
  height_mm: ['高さ', '厚さ', '厚み', 'height', 'thickness'],
  grams: ['重さ', '重量', '質量', 'weight', 'weightg', 'gram', 'weightgrams'],
  specification: ['仕様', '規格', '説明', '商品説明', '備考', 'spec', 'description', 'details'],
  stock: ['在庫', '在庫数', '数量', '個数', 'quantity', 'inventory', 'qty', 'instock'],
  barcode: ['バーコード', 'jan', 'janコード', 'ean', 'upc', 'gtin'],
  shelf: ['棚', '棚番', '棚番号', '保管場所', '置き場', '置場', 'place', 'location', 'bin'],
  marks: ['取扱表示', '取扱マーク', 'ケアマーク', '取扱い', '取り扱い', 'handling', 'handlingmarks'],
  low_stock: ['在庫下限', '最低在庫', '発注点', 'reorderpoint', 'minimumstock', 'lowstockmark'],
  on_sale: ['販売', '販売中', '公開', '販売状態', 'active', 'published', 'forsale'],
  sale_from: ['販売開始', '販売開始日', '発売日', 'salefromdate', 'startdate', 'from'],
  sale_until: ['販売終了', '販売終了日', '販売期限', 'saleenddate', 'enddate', 'until'],
};

/** One for each column of the file; `null`: not taken in. A field is taken from the first column that says so. */
export const recogniseHeadings = headingReader(HEADINGS);
